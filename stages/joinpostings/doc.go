// Package joinpostings puts together what payments, invoices and parcels say of
// each posting, once, for the stages that count tiers and compliance.
package joinpostings

// Package clocktickets times support tickets against the limits that Ozon and the
// providers promise.
package clocktickets

// Package auditbindings checks the bindings of sellers to collection providers:
// the three-fold verification, the four scenarios in which bindings fail, the
// identifiers, and what money waits behind a failed check.
package auditbindings

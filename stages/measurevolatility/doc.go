// Package measurevolatility says how much currencies move against the rouble and
// the yuan, by every definition that the published figures may have used.
package measurevolatility

// Package checkdocuments compares the papers that sellers handed in with the
// checklist of each collection provider, and measures how long reviews take.
package checkdocuments

// Package checktickets says whether tickets have what they must have, and which
// error codes they quote.
package checktickets

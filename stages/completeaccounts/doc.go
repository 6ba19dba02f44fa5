// Package completeaccounts fills the cells of the seller accounts that their table
// leaves empty with what the API says of a seller.
package completeaccounts

// Package compareclaims sets every published figure beside our own number, where
// the loaded tables give one.
package compareclaims

// Package sharetickets says what tickets are about: how many concern the binding
// of a payee, the LianLian channel, and repeats with a full browser cache.
package sharetickets

// Package rateservice turns the clocks of tickets into service levels of Ozon and
// of the providers, beside the figures that an article publishes.
package rateservice

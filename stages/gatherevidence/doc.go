// Package gatherevidence keeps of the tables about orders what is needed to
// explain delays: rows of orders that have a late line. Most orders have none,
// and their rows need not be kept until the delays are explained.
package gatherevidence

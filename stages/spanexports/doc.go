// Package spanexports says what the exports of each seller cover: for whoever judges
// a payout or a line on its own and must know what could be seen at all.
package spanexports

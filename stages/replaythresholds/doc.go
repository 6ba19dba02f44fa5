// Package replaythresholds replays the money that came into an account at several
// auto-withdrawal thresholds, and says which would have cost least.
package replaythresholds

// Package rateontime turns counts of judged payout lines into on-time rates by
// tier and route, with intervals, beside the rates that an article publishes.
package rateontime

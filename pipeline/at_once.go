package pipeline

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// atOnce calls do for each item, at most so many at once. It returns the first error.
func atOnce[T any](ctx context.Context, most int, items []T, do func(i int, item T) error) error {
	calls, ctx := errgroup.WithContext(ctx)
	calls.SetLimit(most)
	for i, item := range items {
		calls.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return do(i, item)
		})
	}
	return calls.Wait()
}

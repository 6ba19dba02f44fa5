package matching

import "slices"

// byBatch groups the payouts of a settlement batch that are still alone with the
// receipt of exactly their sum, where there is one such receipt and it is the sum
// of one such batch.
func (s *sides) byBatch() []Group {
	batches := s.openBatches()
	receiptsOf := make([][]int, len(batches))
	batchesOf := make(map[int]int) // batches that a receipt may be of
	for i, batch := range batches {
		receiptsOf[i] = s.receiptsOf(batch)
		for _, r := range receiptsOf[i] {
			batchesOf[r]++
		}
	}
	var groups []Group
	for i, batch := range batches {
		if found := receiptsOf[i]; len(found) == 1 && batchesOf[found[0]] == 1 {
			groups = append(groups, s.take(batch, found, ByBatch, ""))
		}
	}
	return groups
}

// openBatches returns the batches of which two or more payouts are alone, in one
// account and currency.
func (s *sides) openBatches() [][]int {
	type key struct {
		pool
		batch string
	}
	at := make(map[key]int)
	var batches [][]int
	for i := range s.owed {
		o := &s.owed[i]
		if o.isTaken || o.Batch == "" || o.Account == "" {
			continue
		}
		k := key{o.pool(), o.Batch}
		if _, ok := at[k]; !ok {
			at[k] = len(batches)
			batches = append(batches, nil)
		}
		batches[at[k]] = append(batches[at[k]], i)
	}
	return slices.DeleteFunc(batches, func(batch []int) bool { return len(batch) < 2 })
}

// receiptsOf returns the receipts of the sum of a batch.
func (s *sides) receiptsOf(batch []int) (found []int) {
	var sum int64
	for _, o := range batch {
		sum += s.owed[o].Amount
	}
	first := &s.owed[batch[0]]
	for i := range s.received {
		r := &s.received[i]
		if r.isTaken || r.Amount != sum || r.pool() != first.pool() {
			continue
		}
		if !slices.ContainsFunc(batch, func(o int) bool { return !r.mayBe(s.owed[o].Owed) }) {
			found = append(found, i)
		}
	}
	return found
}

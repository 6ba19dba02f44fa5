package stat

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Packed clusters have the sums that kinds of clusters have, whatever the size of
// the numbers and how many words they take.
func TestPackingAgreesWithKinds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		clusters := drawClusters(r)
		packed, ok := pack(clusters)
		if !ok {
			r.Fatal("not packed")
		}
		kinds := kindsOf(clusters)
		position := rapid.Uint32Range(0, uint32(len(clusters)-1))
		for range 3 {
			drawn := rapid.SliceOfN(position, len(clusters), len(clusters)).Draw(r, "drawn")
			got, want := make([]float64, len(clusters[0])), make([]float64, len(clusters[0]))
			packed.add(got, drawn)
			kinds.add(want, drawn)
			if diff := cmp.Diff(want, got); diff != "" {
				r.Fatalf("sums (-kinds +packed):\n%s", diff)
			}
		}
	})
}

// drawClusters returns clusters of whole numbers, in order.
func drawClusters(r *rapid.T) [][]float64 {
	count := rapid.IntRange(1, 40).Draw(r, "clusters")
	units := rapid.SliceOfN(rapid.SampledFrom([]int64{1, 6, 360360}), 1, 21).Draw(r, "units")
	clusters := make([][]float64, count)
	for i := range clusters {
		for _, unit := range units {
			most := int64(1<<53) / int64(count) / unit
			number := rapid.OneOf(rapid.Just(int64(0)), rapid.Int64Range(0, 9), rapid.Int64Range(0, most))
			clusters[i] = append(clusters[i], float64(unit*number.Draw(r, "number")))
		}
	}
	slices.SortFunc(clusters, slices.Compare)
	return clusters
}

func TestNotPacked(t *testing.T) {
	for _, value := range []float64{0.5, -1, 1 << 53, math.NaN(), math.Inf(1)} {
		if _, ok := pack([][]float64{{1, 1}, {1, value}}); ok {
			t.Errorf("%v was packed", value)
		}
	}
}

// Late lines of 60 settlement batches by ten causes.
func lateLines() []Cluster {
	random := rand.New(rand.NewPCG(1, 2))
	clusters := make([]Cluster, 60)
	for i := range clusters {
		clusters[i].Numerators = make([]float64, 10)
		for range 2 + random.IntN(12) {
			clusters[i].Numerators[min(random.IntN(10), random.IntN(10))]++
			clusters[i].Denominator++
		}
	}
	return clusters
}

func BenchmarkSums(b *testing.B) {
	clusters, _ := rowsOf([][]Cluster{lateLines()})
	packed, _ := pack(clusters)
	for name, sums := range map[string]adder{"packed": packed, "kinds": kindsOf(clusters)} {
		b.Run(name, func(b *testing.B) {
			sum, drawn := make([]float64, 11), make([]uint32, len(clusters))
			newStream(1).below(len(clusters), drawn)
			b.ReportAllocs()
			for b.Loop() {
				sums.add(sum, drawn)
			}
			b.ReportMetric(float64(len(clusters))*float64(b.N)/b.Elapsed().Seconds(), "clusters/s")
		})
	}
}

func BenchmarkClusterBootstrap(b *testing.B) {
	clusters := lateLines()
	b.ReportAllocs()
	for b.Loop() {
		ClusterBootstrap(clusters, 2000, Confidence, 1)
	}
	b.ReportMetric(2000*float64(b.N)/b.Elapsed().Seconds(), "replicates/s")
}

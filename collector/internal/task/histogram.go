package task

// Upper bounds of the buckets, inclusive, as OpenTelemetry has them.
var (
	costBounds   = []float64{0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 50}
	secondBounds = []float64{0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800}
)

// Histogram counts observations by size.
type Histogram struct {
	// Bounds are the upper bounds, inclusive; nil before the first observation.
	Bounds []float64
	// Counts has one more than Bounds.
	Counts []uint64
	Sum    float64
	Count  uint64
	// Exemplar is the last observation.
	Exemplar Exemplar
}

func (h *Histogram) observe(bounds []float64, value float64, span Key) {
	if h.Counts == nil {
		h.Bounds, h.Counts = bounds, make([]uint64, len(bounds)+1)
	}
	bucket := 0
	for bucket < len(bounds) && value > bounds[bucket] {
		bucket++
	}
	h.Counts[bucket]++
	h.Count++
	h.Sum += value
	h.Exemplar = Exemplar{Span: span, Value: value}
}

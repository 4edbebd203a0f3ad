package task

// Series is a group of counters by label. At most limit of them have labels of their own; everything beyond goes into
// one overflow series, so that no amount is lost.
type Series[K comparable, V any] struct {
	limit    int
	byKey    map[K]*Counter[K, V]
	order    []*Counter[K, V]
	overflow *Counter[K, V]
}

// Counter is one series.
type Counter[K comparable, V any] struct {
	Key      K
	Overflow bool
	Value    V
	// Shown is set by whoever has published the series once: a new one stands at 0 the first time, since a rate cannot
	// see a counter that is born with a value.
	Shown bool
}

// All are the series in the order of their birth.
func (s *Series[K, V]) All() []*Counter[K, V] { return s.order }

func (s *Series[K, V]) at(key K) *V {
	if c, ok := s.byKey[key]; ok {
		return &c.Value
	}
	if len(s.byKey) >= s.limit {
		if s.overflow == nil {
			s.overflow = &Counter[K, V]{Overflow: true}
			s.order = append(s.order, s.overflow)
		}
		return &s.overflow.Value
	}
	if s.byKey == nil {
		s.byKey = map[K]*Counter[K, V]{}
	}
	c := &Counter[K, V]{Key: key}
	s.byKey[key] = c
	s.order = append(s.order, c)
	return &c.Value
}

package price

import (
	"maps"
	"strings"
	"sync"
	"sync/atomic"
)

// memory is what was found before, since the same few models are asked again and again. Who asks for something that was
// asked often waits for nobody.
type memory struct {
	// known is never written to once it is here.
	known atomic.Pointer[map[modelKey]*match]

	guard sync.Mutex
	// learnt is all of known and what was learnt since.
	learnt map[modelKey]*match
	// missed counts what was not yet in known. When that was as often as there are models it is time for a new copy.
	missed int
}

type modelKey struct{ provider, model string }

const (
	// maxRemembered is more models than anybody meets; beyond it everything is forgotten and learnt again.
	maxRemembered = 4096
	// maxRememberedLength: longer ids are looked up each time, so that memory stays bounded.
	maxRememberedLength = 256
)

// get returns nil for what is not remembered.
func (m *memory) get(key modelKey) *match {
	if known := m.known.Load(); known != nil {
		if found := (*known)[key]; found != nil {
			return found
		}
	}
	m.guard.Lock()
	defer m.guard.Unlock()
	found := m.learnt[key]
	if found == nil {
		return nil
	}
	if m.missed++; m.missed >= len(m.learnt) {
		known := maps.Clone(m.learnt)
		m.known.Store(&known)
		m.missed = 0
	}
	return found
}

func (m *memory) put(key modelKey, found *match) {
	if len(key.provider)+1+len(key.model) > maxRememberedLength {
		return
	}
	m.guard.Lock()
	defer m.guard.Unlock()
	if m.learnt == nil || len(m.learnt) >= maxRemembered {
		m.learnt = map[modelKey]*match{}
		m.known.Store(nil)
	}
	// The key must not keep alive the buffer its strings were cut from.
	m.learnt[modelKey{strings.Clone(key.provider), strings.Clone(key.model)}] = found
}

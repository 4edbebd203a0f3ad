package taskrollupprocessor

import (
	"sync"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/taskmeter/taskmeter/collector/internal/task"
)

// maxOrigins is how many services are kept once for all of their tasks. Beyond, all are let go and collected anew: tasks
// keep their own.
const maxOrigins = 10_000

// origins makes one Origin of the resources that are one service, since every task keeps a pointer to it.
type origins struct {
	guard sync.Mutex
	known map[task.Origin]*task.Origin
}

func (o *origins) of(resource pcommon.Resource) *task.Origin {
	var origin task.Origin
	for key, value := range resource.Attributes().All() {
		switch key {
		case "service.name":
			origin.Service = value.AsString()
		case "service.namespace":
			origin.Namespace = value.AsString()
		case "service.instance.id":
			origin.Instance = value.AsString()
		}
	}
	o.guard.Lock()
	defer o.guard.Unlock()
	if known, ok := o.known[origin]; ok {
		return known
	}
	if o.known == nil || len(o.known) >= maxOrigins {
		o.known = map[task.Origin]*task.Origin{}
	}
	o.known[origin] = &origin
	return &origin
}

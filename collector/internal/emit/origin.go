package emit

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/taskmeter/taskmeter/collector/internal/task"
)

// Origin writes the service a task is of on the resource of what stands for it.
func Origin(resource pcommon.Map, origin *task.Origin) {
	w := writer{resource}
	w.text("service.name", origin.Service)
	w.text("service.namespace", origin.Namespace)
	w.text("service.instance.id", origin.Instance)
}

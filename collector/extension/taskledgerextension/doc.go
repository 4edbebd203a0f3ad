// Package taskledgerextension owns what the collector knows of tasks: the open ones, the booked counters, and the timer
// that settles them. The task_rollup processors write to it, the task_metrics connectors read from it.
//
// The rules are in internal/task, which knows no collector; this package gives them a clock, a lock and a life cycle.
package taskledgerextension

//go:generate go tool -modfile=../../tools/go.mod mdatagen metadata.yaml

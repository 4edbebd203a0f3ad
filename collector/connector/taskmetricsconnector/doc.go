// Package taskmetricsconnector makes metrics and log records of what the ledger has booked.
//
//	traces → metrics: the ledger's counters, cumulative, every metrics_flush_interval and at shutdown
//	traces → logs:    one record for each revision of each task, when it is sealed
//
// It never looks at a span: which call is a duplicate, and which task it belongs to, only the ledger knows. Being
// instantiated once for each pair of signals it owns no state.
package taskmetricsconnector

//go:generate go tool -modfile=../../tools/go.mod mdatagen metadata.yaml

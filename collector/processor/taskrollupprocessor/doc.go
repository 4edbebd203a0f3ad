// Package taskrollupprocessor totals model calls to the task they served.
//
//	spans → the ledger (task_ledger extension) → every span but the task's own goes on at once
//	        the task has settled → its totals on the held span → the span goes on, with its resource and scope
//
// Only task spans are held, as copies, and never longer than the ledger's max_linger. Everything else, errors of the
// next component included, passes through in the same call. Shutdown hands on all that is still held.
package taskrollupprocessor

//go:generate go tool -modfile=../../tools/go.mod mdatagen metadata.yaml

// Package task is the ledger: which call belongs to which task, what a task adds up to, and when it is settled.
//
//	Observe(span) → trace: ancestry, duplicates → task: open → closing → sealed → late → forgotten
//	                                            ↓ at seal
//	                                            books: every call's money once, by its innermost task's type
//
// The unit is the trace: a span belongs to its own task id, else to its nearest ancestor's, and that is decided when the
// task is sealed, since parents arrive after their children. It is pure: no collector, no clock, no goroutine. Time is
// passed in, and what is to be sent is fetched from the outbox. Not safe for concurrent use: its owner has the lock.
//
// It keeps ids and sums, not spans. Everything it keeps is bounded (see Settings); what has to go early is sealed early,
// with the reason on it, and counted.
package task

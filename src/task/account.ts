import { createTally, type Entry, type Tally, type Totals } from './totals.ts';

/** Where the calls of one task are booked, while it runs and after. */
export interface Account {
  /** A call of the task, or of a task within it, began. */
  begin(isNested: boolean): void;
  /** The task around it: what is booked here is booked there too. */
  readonly parent?: Account | undefined;
  /** That call ended. */
  book(entry: Entry): void;
}

/** The account as its task sees it. */
export interface OwnAccount extends Account {
  /** Calls that belong to no task within it. */
  readonly ownCalls: number;
  /** Calls under way, nested ones included. */
  readonly openCalls: number;
  /** Calls that have ended, nested ones included. */
  readonly bookedCalls: number;
  /** When the last of them ended, in epoch milliseconds; absent before the first. */
  readonly lastEndedAt: number | undefined;
  totals(): Totals;
}

/**
 * A new account. What is booked on it is booked on its parent too; `idle` is called whenever its last open call has ended. Its
 * totals are those of `tally`, which may hold something already.
 */
export function openAccount(parent: Account | undefined, idle: () => void, tally: Tally = createTally()): OwnAccount {
  let ownCalls = 0;
  let openCalls = 0;
  let bookedCalls = 0;
  let lastEndedAt: number | undefined;
  return {
    parent,
    get ownCalls() {
      return ownCalls;
    },
    get openCalls() {
      return openCalls;
    },
    get bookedCalls() {
      return bookedCalls;
    },
    get lastEndedAt() {
      return lastEndedAt;
    },
    totals: () => tally.totals(),
    begin(isNested) {
      if (!isNested) ownCalls += 1;
      openCalls += 1;
      parent?.begin(true);
    },
    book(entry) {
      openCalls -= 1;
      bookedCalls += 1;
      lastEndedAt = Math.max(lastEndedAt ?? 0, entry.endUs / 1000);
      tally.add(entry);
      if (openCalls === 0) idle();
      parent?.book(entry);
    },
  };
}

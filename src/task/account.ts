import { createTally, type Entry, type Tally, type ToolEntry, type Totals } from './totals.ts';

/** Where the calls of one task are booked, while it runs and after. */
export interface Account {
  /** A call of the task, or of a task within it, began. */
  begin(isNested: boolean): void;
  /** A tool call began. Alone it makes no task of a request. */
  beginTool(): void;
  /** The task around it: what is booked here is booked there too. */
  readonly parent?: Account | undefined;
  /** That call ended. */
  book(entry: Entry): void;
  /** That tool call ended; without an entry it has no price. */
  bookTool(entry: ToolEntry | undefined): void;
}

/** The account as its task sees it. */
export interface OwnAccount extends Account {
  /** Calls that belong to no task within it. */
  readonly ownCalls: number;
  /** Calls and tool calls under way, nested ones included. */
  readonly openCalls: number;
  /** The tool calls among them. */
  readonly openTools: number;
  /** Calls and tool calls that have ended, nested ones included. */
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
  let openTools = 0;
  let bookedCalls = 0;
  let lastEndedAt: number | undefined;
  const ended = (): void => {
    openCalls -= 1;
    bookedCalls += 1;
  };
  return {
    parent,
    get ownCalls() {
      return ownCalls;
    },
    get openCalls() {
      return openCalls;
    },
    get openTools() {
      return openTools;
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
    beginTool() {
      openCalls += 1;
      openTools += 1;
      parent?.beginTool();
    },
    book(entry) {
      ended();
      lastEndedAt = Math.max(lastEndedAt ?? 0, entry.endUs / 1000);
      tally.add(entry);
      if (openCalls === 0) idle();
      parent?.book(entry);
    },
    bookTool(entry) {
      ended();
      openTools -= 1;
      if (entry !== undefined) tally.addTool(entry);
      if (openCalls === 0) idle();
      parent?.bookTool(entry);
    },
  };
}

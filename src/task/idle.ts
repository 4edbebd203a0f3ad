/** Ends tasks in which nothing happens any more: a function that never settles would keep its span open for ever. */
import type { OwnAccount } from './account.ts';
import { catchUp } from './backlog.ts';
import { state } from './state.ts';

/** A task that may turn out to have been abandoned. */
export interface Watched {
  readonly account: Pick<OwnAccount, 'bookedCalls' | 'openCalls' | 'openTools'>;
  /** Nothing has happened for the idle timeout, or up to an eighth longer. */
  abandoned(): void;
}

interface Quiet {
  /** Calls at the last look. */
  calls: number;
  /** Looks since then that have seen no other number. */
  looks: number;
}

const LOOKS = 8;

const watched = new Map<Watched, Quiet>();
let timer: NodeJS.Timeout | undefined;

/** Watches a task. One timer serves all of them and keeps no process alive; the calls themselves pay nothing. */
export function watchIdle(task: Watched): void {
  watched.set(task, { calls: 0, looks: -1 });
  timer ??= setInterval(look, state.idleMs / LOOKS).unref();
}

export function forgetIdle(task: Watched): void {
  watched.delete(task);
}

function look(): void {
  catchUp();
  for (const [task, quiet] of watched) {
    const { bookedCalls, openCalls, openTools } = task.account;
    // What a tool does nobody sees: one that hangs is what a task is abandoned for.
    if (openCalls > openTools || bookedCalls !== quiet.calls) {
      quiet.calls = bookedCalls;
      quiet.looks = 0;
    } else if (++quiet.looks === LOOKS) {
      watched.delete(task);
      task.abandoned();
    }
  }
  if (watched.size > 0) return;
  clearInterval(timer);
  timer = undefined;
}

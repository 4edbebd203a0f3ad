/**
 * Calls that have ended and are still to be priced, booked and written on their spans. That is most of what is done for a call,
 * and whoever made it need not wait for it: it comes when the code that waited for the answer has run, and for many calls in
 * one go, which takes half the time. Whoever reads what calls add up to catches up first.
 */
import { AsyncResource } from 'node:async_hooks';
import { setImmediate } from 'node:timers';
import { safely } from '../span/safely.ts';
import { state } from './state.ts';

/**
 * Does `work` in the next turn of the event loop, or sooner if somebody wants to know; in order. It runs in the caller's async
 * context: span processors and views of the application look there for whose request it is.
 */
export function putOff(work: () => void): void {
  const { waiting } = state.backlog;
  const here = new AsyncResource('taskmeter.call');
  waiting.push(() => here.runInAsyncScope(work));
  followExit();
  if (waiting.length === 1) nextTurn(catchUp);
  else if (waiting.length >= MAX_WAITING) catchUp();
}

/** Does all that was put off, whichever copy of this package did so. */
export function catchUp(): void {
  const { backlog } = state;
  const { waiting } = backlog;
  if (waiting.length === 0 || backlog.isCatchingUp) return;
  backlog.isCatchingUp = true;
  try {
    // By index: what is done may put off more.
    for (let index = 0; index < waiting.length; index += 1) safely('ending a call', waiting[index]!);
  } finally {
    waiting.length = 0;
    backlog.isCatchingUp = false;
  }
}

/** A loop over answers that are there at once gives the event loop no turn. */
const MAX_WAITING = 64;

/** As it was when this was loaded: whoever puts a clock in its place in a test may never move that. */
const nextTurn = setImmediate;

/** After `process.exit()` there is no next turn. Before all who listen by now, since they may be about to read or send. */
function followExit(): void {
  if (isFollowing) return;
  isFollowing = true;
  process.prependListener('exit', catchUp);
}

let isFollowing = false;

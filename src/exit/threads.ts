/**
 * A process that ends takes its threads with it, wherever they stand. It tells them first, and waits for them to send what they
 * hold. One shared cell for each thread: 1 while it is observed and has not said that it is done.
 */
import {
  BroadcastChannel,
  getEnvironmentData,
  isMainThread,
  setEnvironmentData,
  threadId,
  type Worker,
} from 'node:worker_threads';

type Cells = Int32Array<SharedArrayBuffer>;

const KEY = 'taskmeter.threads.1';
const CHANNEL = 'taskmeter.end.1';
/** More threads than a process has at one time; their ids go on counting. */
const CELLS = 1024;

/** Follows the threads that are started from now on. They inherit the cells, and so do theirs. */
export function followThreads(): void {
  const cells = shared() ?? new Int32Array(new SharedArrayBuffer(CELLS * Int32Array.BYTES_PER_ELEMENT));
  setEnvironmentData(KEY, cells);
  // What has ended by itself, or was stopped, is not to be waited for.
  process.on('worker', (thread: Worker) => {
    const id = thread.threadId;
    thread.once('exit', () => settle(cells, id, 0));
  });
}

/** In a thread: runs `end` when the process is about to end. Holds neither the thread nor the process. */
export function whenProcessEnds(end: () => Promise<void>): void {
  const cells = shared();
  if (isMainThread || cells === undefined) return;
  settle(cells, threadId, 1);
  const channel = new BroadcastChannel(CHANNEL);
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the only way that Node documents
  channel.onmessage = () => void end().finally(() => settle(cells, threadId, 0));
  channel.unref();
}

/** In the main thread: tells the threads of the end. What is returned waits, standing still, until they are done or time is up. */
export function endThreads(): (timeoutMs: number) => void {
  const cells = shared();
  if (cells?.includes(1) !== true) return () => {};
  const channel = new BroadcastChannel(CHANNEL);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads, not windows
  channel.postMessage('end');
  return (timeoutMs) => {
    const deadline = performance.now() + timeoutMs;
    for (let cell = cells.indexOf(1); cell >= 0; cell = cells.indexOf(1, cell + 1)) {
      Atomics.wait(cells, cell, 1, Math.max(0, deadline - performance.now()));
    }
    channel.close();
  };
}

function settle(cells: Cells, id: number, value: 0 | 1): void {
  Atomics.store(cells, id % CELLS, value);
  Atomics.notify(cells, id % CELLS);
}

function shared(): Cells | undefined {
  const data: unknown = getEnvironmentData(KEY);
  return data instanceof Int32Array ? (data as Cells) : undefined;
}

import { isMainThread } from 'node:worker_threads';

/**
 * Runs what must be done at the end of the process where the SDK, and with it the last flush, is the application's. Every
 * end but one that leaves no time: the event loop ran empty, `process.exit()`, an uncaught exception, SIGTERM and SIGINT.
 * A signal that the application handles is its own business; when it exits, that end is seen.
 */
export function endOnExit(end: () => void): void {
  process.on('exit', end);
  if (!isMainThread) return;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const onSignal = (): void => {
      // Gone first: libraries look at the listeners to decide whether it is theirs to end the process.
      process.off(signal, onSignal);
      if (process.listenerCount(signal) > 0) {
        setImmediate(() => process.on(signal, onSignal)).unref();
        return;
      }
      end();
      process.kill(process.pid, signal);
    };
    process.on(signal, onSignal);
  }
}

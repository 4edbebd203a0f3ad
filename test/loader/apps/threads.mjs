// Works in a thread, which has modules and an SDK of its own.
import { isMainThread, Worker } from 'node:worker_threads';

if (isMainThread) {
  const thread = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
  thread.on('error', (error) => console.error(error));
} else {
  await import('./app.mjs');
}

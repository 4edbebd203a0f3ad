// A thread joins the task of the main one and makes a call; then it, or the process, ends in the way named by the argument.
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import OpenAI from 'openai';
import { currentTask, joinTask, task } from 'taskmeter';

const call = () =>
  new OpenAI({ apiKey: 'sk-test-4f81c2', baseURL: `${process.env.PROVIDER_URL}/v1` }).chat.completions.create({
    model: 'gpt-4.1-mini',
    messages: [{ role: 'user', content: 'private question' }],
  });

const [, , way] = process.argv;

const mainWays = {
  terminate: (thread) => thread.terminate(),
  'main exits': () => process.exit(3),
  'main is killed': () => process.kill(process.pid, 'SIGTERM'),
  'main returns': (thread) => thread.unref(),
};

const threadWays = {
  returns: () => parentPort.close(),
  exits: () => process.exit(4),
  throws: () => {
    throw new Error('boom');
  },
};

if (isMainThread) {
  await task({ type: 'report', id: process.env.TASK_ID ?? 'report-1' }, async (t) => {
    await call();
    const thread = new Worker(new URL(import.meta.url), { argv: [way], workerData: currentTask() });
    thread.on('error', (error) => console.log(error.message));
    const [signals] = await once(thread, 'message');
    console.log('listens for', signals);
    t.outcome('success');
    if (way in mainWays) await mainWays[way](thread);
    else console.log('thread ended', ...(await once(thread, 'exit')));
  });
} else {
  await joinTask(workerData, call);
  parentPort.on('message', () => {});
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort.postMessage(process.listenerCount('SIGTERM'));
  threadWays[way]?.();
}

import { setTimeout as moment } from 'node:timers/promises';
import type { FakeProvider } from '../support/fake-provider.ts';
import { type Ability, type ApiPromise, type Create, methodAt, type Sdk, type Stream } from './sdks.ts';

/** What one way of consuming a call has to work with. */
export interface Trial {
  readonly sdk: Sdk;
  readonly client: unknown;
  readonly create: Create;
  readonly provider: FakeProvider;
  /** Nobody listens here. */
  readonly closedUrl: string;
  /** A body for the method under trial that asks for the model of this name. */
  readonly body: (model: string, more?: object) => object;
}

export interface Consumption {
  /** Consumes calls as a program would and returns everything it got. */
  readonly run: (trial: Trial) => Promise<unknown>;
  /** How the observed calls end, in the order of their ends: `done`, or `done|error` where versions differ. */
  readonly endings: readonly string[];
  /** Without which there is nothing to try: of the version, or `stream`, a method that streams. `time`: takes so much that one method of a library must do. */
  readonly needs?: readonly (Ability | 'stream' | 'time')[];
}

/** Every way to consume a call, whatever the library and the method. */
export const consumptions: Readonly<Record<string, Consumption>> = {
  await: { run: async ({ create, body }) => await create(body('plain')), endings: ['done'] },
  'then, catch, finally': {
    run: ({ create, body }) =>
      new Promise((resolve) => {
        const seen: unknown[] = [];
        create(body('plain'))
          .then((value) => seen.push(value))
          .catch((error: unknown) => seen.push(error))
          .finally(() => resolve(seen));
      }),
    endings: ['done'],
  },
  'the promise itself': {
    run: async ({ create, body }) => {
      const promise = create(body('plain'));
      const seen = [promise, promise instanceof Promise, Object.prototype.toString.call(promise)];
      const first = await promise;
      return [...seen, first, (await promise) === first];
    },
    endings: ['done'],
  },
  'several at once': {
    needs: ['retry refused'],
    run: async ({ create, body }) =>
      await Promise.all(['one', 'two', '1x500 three'].map((model) => create(body(model)))),
    endings: ['done', 'done', 'done'],
  },
  withResponse: {
    needs: ['raw'],
    run: async ({ create, body }) => await create(body('plain')).withResponse(),
    endings: ['done'],
  },
  asResponse: {
    needs: ['raw'],
    run: async ({ create, body }) => {
      const response = await create(body('plain')).asResponse();
      return [response, await response.text()];
    },
    endings: ['done'],
  },
  'asResponse, then await': {
    needs: ['raw'],
    run: async ({ create, body }) => {
      const promise = create(body('plain'));
      return [await promise.asResponse(), await promise];
    },
    endings: ['done'],
  },
  'catch a 400': { run: async ({ create, body }) => await create(body('9x400')), endings: ['error'] },
  'catch a 400 of withResponse': {
    needs: ['raw'],
    run: async ({ create, body }) => await create(body('9x400')).withResponse(),
    endings: ['error'],
  },
  'catch a 400 of asResponse': {
    needs: ['raw'],
    run: async ({ create, body }) => await create(body('9x400')).asResponse(),
    endings: ['error'],
  },
  '429 twice, then an answer': {
    needs: ['retry refused'],
    run: async ({ create, body }) => await create(body('2x429')),
    endings: ['done'],
  },
  '500 to the last retry': {
    run: async ({ create, body }) => await create(body('9x500'), { maxRetries: 1 }),
    endings: ['error'],
  },
  'a reset connection': {
    run: async ({ create, body }) => await create(body('reset9'), { maxRetries: 0 }),
    endings: ['error'],
  },
  'a refused connection': {
    run: async ({ sdk, body, closedUrl }) => {
      const client = sdk.newClient({ url: closedUrl, maxRetries: 0 });
      return await methodAt(client, sdk.main)?.(body('plain'));
    },
    endings: ['error'],
  },
  'a time-out': {
    needs: ['time'],
    run: async ({ create, body }) => await create(body('hang9'), { timeout: 700, maxRetries: 1 }),
    endings: ['error'],
  },
  'an abort before the answer': {
    run: async ({ create, body, provider }) => {
      const abort = new AbortController();
      const promise = create(body('hang9'), { signal: abort.signal });
      await provider.asked();
      abort.abort();
      return await promise;
    },
    endings: ['abort'],
  },
  'a signal that has fired': {
    run: async ({ create, body }) => await create(body('plain'), { signal: AbortSignal.abort() }),
    // Where it is listened to and not looked at, the call goes on.
    endings: ['abort|done'],
  },
  'a web page for an answer': { run: async ({ create, body }) => await create(body('html')), endings: ['done|error'] },
  'JSON without its end': { run: async ({ create, body }) => await create(body('truncated')), endings: ['error'] },
  'null for an answer': { run: async ({ create, body }) => await create(body('null')), endings: ['done|error'] },
  'nobody awaits an answer': {
    run: async ({ create, body, provider }) => await unawaited(provider, create(body('plain'))),
    // Some libraries read what nobody awaits.
    endings: ['unread|done'],
  },
  'nobody awaits a failure': {
    run: async ({ create, body, provider }) => await unawaited(provider, create(body('9x400'))),
    endings: ['error'],
  },
  'nobody awaits the raw response of a failure': {
    needs: ['raw'],
    run: async ({ create, body, provider }) => await unawaited(provider, create(body('9x400')).asResponse()),
    endings: ['error'],
  },
  'for await': { needs: ['stream'], run: async (trial) => await all(await stream(trial, 'plain')), endings: ['done'] },
  'for await, withResponse': {
    needs: ['stream', 'raw'],
    run: async (trial) => {
      const { data, response } = await streaming(trial, 'plain').withResponse();
      return [response, data, await all(data as Stream)];
    },
    endings: ['done'],
  },
  'asResponse of a stream': {
    needs: ['stream', 'raw'],
    run: async (trial) => await (await streaming(trial, 'plain').asResponse()).text(),
    endings: ['done'],
  },
  '429 before a stream': {
    needs: ['stream', 'retry refused'],
    run: async (trial) => await all(await stream(trial, '1x429')),
    endings: ['done'],
  },
  '400 before a stream': { needs: ['stream'], run: async (trial) => await stream(trial, '9x400'), endings: ['error'] },
  break: {
    needs: ['stream'],
    run: async (trial) => {
      for await (const chunk of await stream(trial, 'endless')) return chunk;
      return undefined;
    },
    endings: ['break'],
  },
  'a throw out of the loop': {
    needs: ['stream'],
    run: async (trial) => {
      for await (const chunk of await stream(trial, 'endless')) throw new Error('enough', { cause: chunk });
    },
    endings: ['break'],
  },
  'the iterator by hand': {
    needs: ['stream'],
    run: async (trial) => {
      const iterator = (await stream(trial, 'endless'))[Symbol.asyncIterator]();
      const seen: unknown[] = [Object.prototype.toString.call(iterator), Symbol.asyncIterator in iterator];
      seen.push(await iterator.next(), await Promise.all([iterator.next(), iterator.next()]));
      seen.push(await iterator.return?.('left'), await iterator.next());
      return seen;
    },
    endings: ['break'],
  },
  'the iterator thrown at': {
    needs: ['stream'],
    run: async (trial) => {
      const iterator = (await stream(trial, 'endless'))[Symbol.asyncIterator]();
      await iterator.next();
      return await iterator.throw?.(new Error('by hand'));
    },
    // An iterator that cannot be thrown at is left in the middle.
    endings: ['break|unread'],
  },
  'the controller aborts': {
    needs: ['stream', 'controller'],
    run: async (trial) => {
      const aborted = await stream(trial, 'stall');
      return await all(aborted, () => aborted.controller.abort());
    },
    endings: ['abort|error'],
  },
  "the user's signal aborts": {
    needs: ['stream'],
    run: async (trial) => {
      const abort = new AbortController();
      return await all(await stream(trial, 'stall', { signal: abort.signal }), () => abort.abort());
    },
    endings: ['abort|error'],
  },
  'a connection cut midway': {
    needs: ['stream'],
    run: async (trial) => await all(await stream(trial, 'cut')),
    endings: ['error'],
  },
  'an error event midway': {
    needs: ['stream'],
    run: async (trial) => await all(await stream(trial, 'error-event')),
    endings: ['error|done'],
  },
  'an event without its end': {
    needs: ['stream'],
    run: async (trial) => await all(await stream(trial, 'truncated')),
    endings: ['done|error'],
  },
  'null for an event': {
    needs: ['stream'],
    run: async (trial) => await all(await stream(trial, 'null')),
    endings: ['done|error'],
  },
  'a web page for a stream': {
    needs: ['stream'],
    run: async (trial) => await all(await stream(trial, 'html')),
    endings: ['done|error'],
  },
  'a stream read twice': {
    needs: ['stream'],
    run: async (trial) => {
      const read = await stream(trial, 'plain');
      return [await all(read), await all(read)];
    },
    endings: ['done'],
  },
  'both branches of tee': {
    needs: ['stream', 'tee'],
    run: async (trial) => {
      const [left, right] = (await stream(trial, 'plain')).tee();
      return await Promise.all([all(left), all(right)]);
    },
    endings: ['done'],
  },
  'one branch of tee': {
    needs: ['stream', 'tee'],
    run: async (trial) => {
      const [left] = (await stream(trial, 'plain')).tee();
      return await all(left);
    },
    endings: ['done'],
  },
  toReadableStream: {
    needs: ['stream', 'tee'],
    run: async (trial) => await new Response((await stream(trial, 'plain')).toReadableStream()).text(),
    endings: ['done'],
  },
  'toReadableStream, cancelled': {
    needs: ['stream', 'tee'],
    run: async (trial) => {
      const reader = (await stream(trial, 'endless')).toReadableStream().getReader();
      const { value } = await reader.read();
      await reader.cancel();
      return new TextDecoder().decode(value);
    },
    endings: ['break|abort'],
  },
  'a stream nobody reads': {
    needs: ['stream'],
    run: async (trial) => void (await stream(trial, 'plain')),
    endings: ['unread'],
  },
  'a stream nobody awaits': {
    needs: ['stream'],
    run: async (trial) => await unawaited(trial.provider, streaming(trial, 'plain')),
    endings: ['unread'],
  },
  'a slow reader of large chunks': {
    needs: ['stream', 'cancel'],
    run: async (trial) => {
      const iterator = (await stream(trial, 'flood'))[Symbol.asyncIterator]();
      const { value } = await iterator.next();
      await moment(100);
      await iterator.return?.();
      return value;
    },
    endings: ['break'],
  },
};

/** Lets a promise go its way, and waits until the answer must have been there for a while. */
async function unawaited(provider: FakeProvider, _promise: Promise<unknown>): Promise<void> {
  await provider.asked();
  await provider.idle();
  await moment(100);
}

function streaming({ create, body }: Trial, model: string, options?: object): ApiPromise {
  return create(body(model, { stream: true }), options);
}

async function stream(trial: Trial, model: string, options?: object): Promise<Stream> {
  return (await streaming(trial, model, options)) as Stream;
}

/** The chunks, and the error that ended them. */
async function all(chunks: AsyncIterable<unknown>, afterFirst: () => void = () => {}): Promise<unknown> {
  const seen: unknown[] = [];
  try {
    for await (const chunk of chunks) if (seen.push(chunk) === 1) afterFirst();
  } catch (error) {
    seen.push(error);
  }
  return seen;
}

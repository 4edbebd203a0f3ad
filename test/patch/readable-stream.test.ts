import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { LlmCall } from '../../src/call.ts';
import { Op } from '../../src/patch/op.ts';
import { observedReadable } from '../../src/patch/readable-stream.ts';

/** As generated clients make them: the events of a body, one at a time, and one read ahead. */
class EventStream extends ReadableStream<string> {
  constructor(source: Source) {
    super({
      async pull(controller) {
        source.log.push('pull');
        const next = source.events.shift();
        if (next === undefined && source.isStalled) await new Promise(() => {});
        else if (next === undefined) controller.close();
        else if (next instanceof Error) controller.error(next);
        else controller.enqueue(next);
      },
      cancel(reason) {
        source.log.push(`cancel ${String(reason)}`);
      },
    });
  }
}

interface Source {
  readonly events: (string | Error)[];
  readonly isStalled?: boolean;
  /** What the stream asked of it. */
  readonly log: string[];
}

/** A call whose stream this is; its chunks are what its response is. */
function observe(stream: ReadableStream): { readonly stream: ReadableStream; readonly ended: LlmCall[] } {
  const ended: LlmCall[] = [];
  const request = { operation: 'chat', provider: 'p', stream: true } as const;
  const method = {
    request: () => request,
    response: () => ({}),
    stream: () => {
      const seen: unknown[] = [];
      return {
        push: (chunk: unknown) => void seen.push(chunk),
        response: () => ({ id: seen.join('') }),
        complete: false,
      };
    },
  };
  const end = (call: LlmCall): void => void ended.push(call);
  const op = new Op(method, request, { aside: (fn) => fn(), begin: () => ({ run: (fn) => fn(), end }) });
  return { stream: observedReadable(op, stream, 600_000), ended };
}

interface Way {
  readonly events?: readonly (string | Error)[];
  readonly isStalled?: boolean;
  readonly use: (stream: ReadableStream) => Promise<unknown>;
  readonly ending: LlmCall['ending'] | undefined;
  readonly chunks: string;
}

const broken = new TypeError('terminated');

const ways: Readonly<Record<string, Way>> = {
  'what it is': {
    use: async (stream) => [
      stream instanceof EventStream,
      stream.constructor.name,
      Object.prototype.toString.call(stream),
      Reflect.ownKeys(stream).map(String),
      inspect(stream),
      stream.locked,
    ],
    ending: undefined,
    chunks: '',
  },
  'for await': { use: all, ending: 'done', chunks: 'abc' },
  'for await, left early': {
    use: async (stream) => {
      for await (const chunk of stream) return chunk;
      return undefined;
    },
    ending: 'break',
    chunks: 'a',
  },
  'for await, to an error': {
    events: ['a', broken],
    use: async (stream) => await all(stream).catch((error: unknown) => error === broken),
    ending: 'error',
    chunks: 'a',
  },
  'a reader, to the end': {
    use: async (stream) => {
      const reader = stream.getReader();
      const seen = [await reader.read(), await reader.read(), await reader.read(), await reader.read()];
      return [...seen, await reader.closed];
    },
    ending: 'done',
    chunks: 'abc',
  },
  'a reader that asks for everything at once': {
    use: async (stream) => {
      const reader = stream.getReader();
      return await Promise.all([reader.read(), reader.read(), reader.read(), reader.read(), reader.read()]);
    },
    ending: 'done',
    chunks: 'abc',
  },
  'a reader that stops with the last chunk': {
    use: async (stream) => {
      const reader = stream.getReader();
      const seen = [await reader.read(), await reader.read(), await reader.read()];
      await reader.closed;
      return seen;
    },
    ending: 'done',
    chunks: 'abc',
  },
  'an error right behind a chunk': {
    events: ['a', broken],
    use: async (stream) => {
      const reader = stream.getReader();
      const first = await reader.read();
      const told = await reader.closed.catch((error: unknown) => error === broken);
      return [first, told, await reader.read().catch((error: unknown) => error === broken)];
    },
    ending: 'error',
    chunks: 'a',
  },
  'a reader that cancels': {
    use: async (stream) => {
      const reader = stream.getReader();
      const first = await reader.read();
      await turn();
      return [first, await reader.cancel('enough'), await reader.read(), await reader.closed];
    },
    ending: 'break',
    chunks: 'a',
  },
  'a reader that cancels while it waits': {
    events: [],
    isStalled: true,
    use: async (stream) => {
      const reader = stream.getReader();
      const waiting = reader.read();
      await turn();
      return [await reader.cancel('enough'), await waiting];
    },
    ending: 'break',
    chunks: '',
  },
  'a reader that lets go, and another one': {
    use: async (stream) => {
      const first = stream.getReader();
      const seen = [await first.read()];
      first.releaseLock();
      return [seen, stream.locked, await all(stream)];
    },
    ending: 'done',
    chunks: 'abc',
  },
  'cancelled before anything': {
    use: async (stream) => await stream.cancel('no'),
    ending: 'break',
    chunks: '',
  },
  'both branches of tee': {
    use: async (stream) => {
      const [left, right] = stream.tee();
      return [left.constructor.name, ...(await Promise.all([all(left), all(right)]))];
    },
    ending: 'done',
    chunks: 'abc',
  },
  'one branch of tee, the other cancelled': {
    use: async (stream) => {
      const [left, right] = stream.tee();
      void right.cancel('not this');
      return await all(left);
    },
    ending: 'done',
    chunks: 'abc',
  },
  pipeThrough: {
    use: async (stream) =>
      await all(
        stream.pipeThrough(new TransformStream({ transform: (chunk: string, to) => to.enqueue(chunk.toUpperCase()) })),
      ),
    ending: 'done',
    chunks: 'abc',
  },
  'pipeTo, which fails': {
    use: async (stream) => {
      const sink = new WritableStream({
        write: () => {
          throw broken;
        },
      });
      return await stream.pipeTo(sink).catch((error: unknown) => error === broken);
    },
    ending: 'break',
    chunks: 'a',
  },
  'a stream of Node': {
    use: async (stream) => await text(Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0])),
    ending: 'done',
    chunks: 'abc',
  },
  'a response': {
    use: async (stream) => await new Response(stream.pipeThrough(new TextEncoderStream())).text(),
    ending: 'done',
    chunks: 'abc',
  },
  'a second lock': {
    use: async (stream) => {
      stream.getReader();
      return [stream.locked, await stream.cancel().catch((error: Error) => [error.name, error.message])];
    },
    ending: undefined,
    chunks: '',
  },
};

describe('a ReadableStream that is observed cannot be told from the one it stands for', () => {
  for (const [name, { events = ['a', 'b', 'c'], isStalled = false, use, ending, chunks }] of Object.entries(ways)) {
    it(name, async () => {
      const bare: Source = { events: [...events], isStalled, log: [] };
      const source: Source = { events: [...events], isStalled, log: [] };
      const expected = await use(new EventStream(bare));
      const { stream, ended } = observe(new EventStream(source));
      assert.deepEqual(await use(stream), expected);
      await turn();
      await turn();
      assert.deepEqual(source.log, bare.log, 'the source was asked for the same');
      assert.deepEqual(
        ended.map((call) => [call.ending, call.response.id]),
        ending === undefined ? [] : [[ending, chunks]],
      );
    });
  }

  it('reads no further ahead than its source did', async () => {
    const source: Source = { events: ['a', 'b', 'c'], log: [] };
    const { stream } = observe(new EventStream(source));
    await turn();
    assert.deepEqual(source.log, ['pull']);
    const reader = stream.getReader();
    await reader.read();
    await turn();
    assert.deepEqual(source.log, ['pull', 'pull']);
  });
});

async function all(stream: ReadableStream): Promise<unknown> {
  const seen: unknown[] = [];
  for await (const chunk of stream) seen.push(chunk);
  return seen;
}

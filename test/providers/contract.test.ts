import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { CallRequest, CallResponse } from '../../src/call.ts';
import { providers } from '../../src/providers/all.ts';
import { fields, isObject } from '../../src/narrow.ts';
import type { Method } from '../../src/providers/provider.ts';
import { noHooks } from '../support/hooks.ts';

/**
 * One suite asks every provider the same questions. A provider answers with fixtures, in `test/fixtures/<service>/`:
 * our own words in the wire's shapes, with what has to be read from them written by hand.
 */
interface Fixture {
  readonly about: string;
  readonly shows: readonly string[];
  readonly module: string;
  readonly file: string;
  readonly method: string;
  /** The user's client, as far as it is looked at. */
  readonly client: Readonly<Record<string, unknown>>;
  readonly request: unknown;
  readonly response?: unknown;
  readonly events?: readonly unknown[];
  readonly want: {
    readonly request: CallRequest;
    readonly response: CallResponse;
    /** What is known after so many events. */
    readonly after?: Readonly<Record<string, CallResponse>>;
  };
}

const folder = join(import.meta.dirname, '../fixtures');
const modules = join(import.meta.dirname, '../../node_modules');
const fixtures = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .toSorted()
  .map((name) => ({ name, fixture: frozen(JSON.parse(readFileSync(join(folder, name), 'utf8')) as Fixture) }));

const questions = ['plain', 'stream', 'tool call', 'usage absent', 'usage zero', 'unknown model'];

for (const provider of providers()) {
  const methods = methodsOf(provider.module);
  const own = fixtures.filter(({ fixture }) => fixture.module === provider.module);

  suite(provider.module, () => {
    test('answers every question of the suite with a fixture', () => {
      const shown = new Set(own.flatMap(({ fixture }) => fixture.shows));
      assert.deepEqual(
        questions.filter((question) => !shown.has(question)),
        [],
      );
    });

    test('has a fixture for every method it reads', () => {
      const shown = new Set(own.map(({ fixture }) => `${fixture.file} ${fixture.method}`));
      const unread = [...methods.keys()].filter((key) => !shown.has(key));
      // The beta's methods are the same object as the others'.
      assert.deepEqual(
        unread.filter((key) => ![...shown].some((other) => methods.get(other) === methods.get(key))),
        [],
      );
    });

    for (const { name, fixture } of own) {
      const method = methods.get(`${fixture.file} ${fixture.method}`);
      assert.ok(method, `${name} names a method that the installed package does not have`);
      const read = method.request([fixture.request], resourceOf(fixture.client));
      assert.ok(read, `${name} is left alone`);

      suite(`${name}: ${fixture.about}`, () => {
        test('reads the request', () => assert.deepEqual(read, fixture.want.request));
        if (fixture.events === undefined) {
          test('reads the response', () => {
            assert.deepEqual(method.response(fixture.response, read), fixture.want.response);
          });
          test('reads whatever else stands in the place of any field', () => {
            for (const body of mutants(fixture.response)) assertSound(method.response(body, read));
          });
        } else {
          askStream(method, read, fixture, fixture.events);
        }
      });
    }

    test('leaves alone what is not a call', () => {
      for (const method of methods.values()) {
        for (const args of [[], [null], ['<html>'], [[]], [7]])
          assert.equal(method.request(args, undefined), undefined);
      }
    });

    test('puts nothing in place where a release has not the class, or not the method', () => {
      const others = [undefined, 'x', () => {}, function Other() {}];
      for (const target of provider.targets) {
        for (const other of others) {
          const exports = new Proxy({}, { get: () => other });
          const patched = (_holder: object, name: string): never => assert.fail(name);
          target.patch(exports, { ...noHooks, apiPromiseMethod: patched, promiseMethod: patched });
        }
      }
    });

    test('reads a request from a client that is none', () => {
      for (const method of methods.values()) {
        const broken = [
          null,
          { baseURL: 'not a url' },
          { clientOptions: { httpOptions: { baseUrl: 'not a url' } } },
          { _baseURL: 'not a url' },
        ];
        const selves = broken.map(resourceOf);
        for (const self of [undefined, null, 'x', {}, ...selves]) {
          const read = method.request([{ model: 'm' }], self);
          assert.equal(read?.model, 'm');
          assert.match(read?.provider ?? '', /_compatible$/);
        }
      }
    });

    test('takes nothing from a body or a chunk that makes no sense', () => {
      for (const method of methods.values()) {
        for (const nonsense of hostile) {
          assert.deepEqual(method.response(nonsense, request), {});
          const reader = method.stream(request);
          reader.push(nonsense);
          assert.deepEqual(reader.response(), {});
          assert.equal(reader.complete, false);
          assert.notEqual(reader.isAskedFor?.(nonsense), true);
        }
      }
    });
  });
}

test('every fixture belongs to a provider', () => {
  const modules = new Set(providers().map((provider) => provider.module));
  assert.deepEqual(
    fixtures.filter(({ fixture }) => !modules.has(fixture.module)).map(({ name }) => name),
    [],
  );
});

function askStream(method: Method, read: CallRequest, fixture: Fixture, events: readonly unknown[]): void {
  const fold = (chunks: readonly unknown[]) => {
    const reader = method.stream(read);
    for (const chunk of chunks) reader.push(chunk);
    return reader;
  };

  test('folds the stream', () => {
    const reader = fold(events);
    assert.deepEqual(reader.response(), fixture.want.response);
    assert.equal(reader.complete, true);
  });

  test('knows at every event no more than has been said', () => {
    for (let length = 0; length < events.length; length += 1) {
      const reader = fold(events.slice(0, length));
      const partial = reader.response();
      assertSound(partial);
      assertWithin(partial, fixture.want.response);
      const want = fixture.want.after?.[length];
      if (want !== undefined) assert.deepEqual(partial, want, `after ${length} events`);
    }
  });

  test('asking in the middle changes nothing', () => {
    const reader = method.stream(read);
    for (const chunk of events) {
      reader.push(chunk);
      reader.response();
    }
    assert.deepEqual(reader.response(), fixture.want.response);
  });

  test('folds whatever else stands in the place of any field', () => {
    for (const [at, event] of events.entries()) {
      for (const mutant of mutants(event)) assertSound(fold(events.with(at, mutant)).response());
    }
  });
}

/** What a method is called on: it has its client, by one name or another, or is one. */
function resourceOf(client: Fixture['client'] | null): object {
  return { ...client, _client: client, apiClient: client };
}

/** The methods a provider patches in the installed package, by `file method`. */
function methodsOf(module: string): ReadonlyMap<string, Method> {
  const require = createRequire(import.meta.url);
  const found = new Map<string, Method>();
  for (const target of providers().find((provider) => provider.module === module)?.targets ?? []) {
    const path = ['.js', '.cjs', '.mjs'].map((end) => join(modules, module, target.file + end)).find(existsSync);
    // None where the class stood in an older release.
    if (path === undefined) continue;
    const exports: unknown = require(path);
    const take = (holder: object, name: string, method: Method): void => {
      assert.equal(typeof Reflect.get(holder, name), 'function');
      found.set(`${target.file} ${name}`, method);
    };
    target.patch(fields(exports), { ...noHooks, apiPromiseMethod: take, promiseMethod: take });
  }
  return found;
}

const request: CallRequest = { operation: 'chat', provider: 'openai_compatible' };

const hostile: readonly unknown[] = [
  undefined,
  null,
  '',
  '<html><body>502 Bad Gateway</body></html>',
  0,
  -1,
  true,
  [],
  [null],
  {},
  { choices: null, usage: null, output: null, content: null },
  { choices: 'none', usage: 'none', output: {}, content: {}, data: {} },
  { type: 'message_start' },
  { type: 'message_delta', delta: null, usage: [] },
  { type: 'response.created', response: null },
  { id: '', model: '', usage: {} },
  { usage: { prompt_tokens: '12', input_tokens: null, output_tokens: -3, completion_tokens: 1.5, total_tokens: NaN } },
  { error: { message: 'over capacity', code: 503 } },
];

/** The value with one of its nodes replaced, for every node. */
function* mutants(value: unknown): Generator {
  for (const other of [null, 'x', -1, 1.5, [], {}, [null]]) yield other;
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) for (const mutant of mutants(item)) yield value.with(at, mutant);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value))
      for (const mutant of mutants(item)) yield { ...value, [key]: mutant };
  }
}

/** Every number of a response is a whole one ≥ 0, every word a word, and nothing is there without a value. */
function assertSound(response: CallResponse): void {
  const { usage = {}, finishReasons = [], toolCalls, serverToolCalls, ...words } = response;
  for (const word of [...Object.values(words), ...finishReasons]) assert.equal(typeof word, 'string');
  const { tools = {}, reportedUsd, ...tokens } = usage;
  assert.match(reportedUsd ?? '0', /^\d+(\.\d+)?$/);
  for (const count of [...Object.values(tokens), ...Object.values(tools), toolCalls ?? 0, serverToolCalls ?? 0]) {
    assert.ok(Number.isSafeInteger(count) && Number(count) >= 0, `${count} is no count`);
  }
}

/** Counts only grow, and a reason is known only where one came. */
function assertWithin(partial: CallResponse, whole: CallResponse): void {
  for (const [name, count] of Object.entries(partial.usage ?? {})) {
    if (typeof count !== 'number') continue;
    assert.ok(count <= Number(whole.usage?.[name as keyof typeof whole.usage]), name);
  }
  assert.ok((partial.toolCalls ?? 0) <= (whole.toolCalls ?? 0));
  assert.ok((partial.finishReasons?.length ?? 0) <= (whole.finishReasons?.length ?? 0));
}

/** Readers never change what they read: a change would throw. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) frozen(item);
    Object.freeze(value);
  }
  return value;
}

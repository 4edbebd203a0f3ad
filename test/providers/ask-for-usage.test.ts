import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { providers } from '../../src/providers/all.ts';
import type { Method } from '../../src/providers/provider.ts';
import { noHooks } from '../support/hooks.ts';

const body = Object.freeze({ model: 'gpt-5.4', messages: Object.freeze([]), stream: true });

suite("asking for a stream's usage", () => {
  for (const file of ['resources/chat/completions/completions', 'resources/completions']) {
    const method = methodAt(file);

    test(`${file}: adds the option to a copy and keeps the rest as it was`, () => {
      const options = { timeout: 5 };
      const asking = method.askForUsage?.([body, options]);
      assert.deepEqual(asking, [{ ...body, stream_options: { include_usage: true } }, options]);
      assert.equal(asking[1], options);
      assert.deepEqual(Object.keys(body), ['model', 'messages', 'stream']);
    });

    test(`${file}: does not ask where the user has decided, where nothing streams, and of a body of another kind`, () => {
      for (const args of [
        [{ ...body, stream_options: { include_usage: false } }],
        [{ ...body, stream_options: undefined }],
        [{ ...body, stream_options: null }],
        [{ ...body, stream: false }],
        [{ ...body, stream: undefined }],
        [
          new (class {
            stream = true;
          })(),
        ],
        [null],
        [],
      ]) {
        assert.equal(method.askForUsage?.(args), undefined);
      }
    });

    test(`${file}: only the chunk that has usage and no choice came by asking`, () => {
      const reader = method.stream({ operation: 'chat', provider: 'openai' });
      const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
      assert.equal(reader.isAskedFor?.({ choices: [], usage }), true);
      assert.equal(reader.isAskedFor?.({ choices: [], usage: null }), false);
      assert.equal(reader.isAskedFor?.({ choices: [], prompt_filter_results: [] }), false);
      assert.equal(reader.isAskedFor?.({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage }), false);
    });
  }

  test('responses bring their usage unasked', () => {
    assert.ok(!('askForUsage' in methodAt('resources/responses/responses')));
  });
});

function methodAt(file: string): Method {
  const found: Method[] = [];
  const target = providers()
    .flatMap((provider) => provider.targets)
    .find((each) => each.file === file);
  class Resource {
    create(): void {}
  }
  target?.patch(
    { Completions: Resource, Responses: Resource },
    {
      ...noHooks,
      apiPromiseMethod(_holder, _name, method) {
        found.push(method);
      },
    },
  );
  const [method] = found;
  assert.ok(method);
  return method;
}

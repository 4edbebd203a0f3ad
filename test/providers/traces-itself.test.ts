import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { Anthropic } from '@anthropic-ai/sdk';
import { providers } from '../../src/providers/all.ts';
import type { Method } from '../../src/providers/provider.ts';
import { noHooks } from '../support/hooks.ts';

suite('a client that makes its own spans', () => {
  const create = createOf('@anthropic-ai/sdk');
  const client = (enabled: boolean) => new Anthropic({ apiKey: 'none', openTelemetry: { traces: { enabled } } });

  test('is told from the real Anthropic client, whichever of its resources is called', () => {
    const own = client(true);
    assert.equal(create.tracesItself?.(own.messages), true);
    assert.equal(create.tracesItself?.(own.beta.messages), true);
  });

  test('is not one that was told not to, nor one that never could', () => {
    assert.equal(create.tracesItself?.(client(false).messages), false);
    for (const self of [undefined, null, {}, { _client: {} }, { _client: { openTelemetry: { traces: null } } }]) {
      assert.equal(create.tracesItself?.(self), false);
    }
  });
});

function createOf(module: string): Method {
  const found: Method[] = [];
  class Messages {
    create(): void {}
  }
  for (const target of providers().find((provider) => provider.module === module)?.targets ?? []) {
    target.patch({ Messages }, { ...noHooks, apiPromiseMethod: (_holder, _name, method) => found.push(method) });
  }
  const [method] = found;
  assert.ok(method);
  return method;
}

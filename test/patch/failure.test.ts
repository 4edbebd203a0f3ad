import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { installSdks } from '../../scripts/sdks.ts';
import { failureOf } from '../../src/patch/failure.ts';
import { methodAt } from '../transparency/sdks.ts';
import { observe } from './observe.ts';

installSdks();

describe('what a client library threw', () => {
  for (const alias of ['openai-4-oldest', 'openai-4-newest', 'openai-7-newest']) {
    it(`tells a refusal by Azure's content filter from another 400, through ${alias}`, async () => {
      await using observed = await observe(alias);
      const refusing = async (code: string): Promise<void> => {
        const answer = { error: { message: 'the prompt', type: null, param: 'prompt', code, status: 400 } };
        const client = observed.sdk.newClient({
          url: observed.provider.url,
          fetch: async () =>
            new Response(JSON.stringify(answer), { status: 400, headers: { 'content-type': 'application/json' } }),
        });
        const create = methodAt(client, 'chat.completions.create');
        await create?.({ model: 'plain', messages: [] })?.catch(() => {});
      };
      await refusing('content_filter');
      await refusing('context_length_exceeded');
      assert.deepEqual(
        observed.calls.map(({ ending, error }) => ({ ending, error })),
        [
          { ending: 'error', error: { type: '400', status: 400, code: 'content_filter' } },
          { ending: 'error', error: { type: '400', status: 400 } },
        ],
      );
    });
  }

  it('gives no message away, whatever it is', () => {
    const sentence = 'a sentence that quotes the prompt';
    for (const thrown of [sentence, { code: sentence, name: sentence }, new Error(sentence), undefined, null, 7]) {
      assert.ok(!JSON.stringify(failureOf(thrown)).includes(sentence));
    }
  });
});

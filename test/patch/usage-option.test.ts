import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { installSdks } from '../../scripts/sdks.ts';
import { fields } from '../../src/narrow.ts';
import type { UsagePolicy } from '../../src/patch/usage-option.ts';
import { aliasesOf } from '../matrix/cells.ts';
import { methodAt, type Stream } from '../transparency/sdks.ts';
import { type Observed, observe } from './observe.ts';

installSdks();

const body = { model: 'plain', stream: true, messages: [{ role: 'user', content: 'say "stream_options":' }] };

/** A client whose requests go to the fake provider, whatever host they name. */
function clientAt({ sdk, provider }: Observed, url: string, options: object = {}): unknown {
  const rerouted = (address: string, init: RequestInit): Promise<Response> => {
    const { pathname, search } = new URL(address);
    return fetch(`${provider.url}${pathname}${search}`, init);
  };
  return sdk.newClient({ url, fetch: rerouted, ...options });
}

async function chunksOf(client: unknown, more: object = {}): Promise<unknown[]> {
  const stream = await methodAt(client, 'chat.completions.create')?.({ ...body, ...more });
  const chunks: unknown[] = [];
  for await (const chunk of stream as Stream) chunks.push(chunk);
  return chunks;
}

const bodies = ({ provider }: Observed): unknown[] => provider.requests.map((request) => JSON.parse(request.body));

for (const alias of aliasesOf('openai')) {
  describe(`asking for the usage of a stream of ${alias}`, () => {
    it('adds one field to the request and nothing to what the consumer gets', async () => {
      const bare = await observe(alias, { streamUsage: 'never' });
      const without = await chunksOf(bare.sdk.newClient({ url: bare.provider.url }));
      assert.equal(bare.calls[0]?.response.usage, undefined);
      await bare[Symbol.asyncDispose]();

      await using observed = await observe(alias, { streamUsage: 'always' });
      const chunks = await chunksOf(observed.sdk.newClient({ url: observed.provider.url }));
      assert.equal(JSON.stringify(chunks), JSON.stringify(without));
      assert.equal(observed.calls[0]?.response.usage?.inputTokens, 120);
      assert.deepEqual(bodies(observed), [{ stream_options: { include_usage: true }, ...body }]);
      const { headers, body: sent } = observed.provider.requests[0] ?? { headers: [], body: '' };
      const length = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1];
      assert.equal(Number(length), Buffer.byteLength(sent));
    });

    it('leaves a consumer who asked what they asked for', async () => {
      await using observed = await observe(alias, { streamUsage: 'always' });
      const chunks = await chunksOf(observed.sdk.newClient({ url: observed.provider.url }), {
        stream_options: { include_usage: true },
      });
      assert.equal(fields(fields(chunks.at(-1))['usage'])['prompt_tokens'], 120);
      assert.equal(fields(chunks[0])['usage'], null);
    });

    it('is not done for whoever reads the raw response', async () => {
      await using observed = await observe(alias, { streamUsage: 'always' });
      const client = observed.sdk.newClient({ url: observed.provider.url });
      const response = await methodAt(client, 'chat.completions.create')?.(body).asResponse();
      assert.doesNotMatch((await response?.text()) ?? '', /usage/);
    });

    it('stops at an endpoint that answers 400, and costs no request', async () => {
      await using observed = await observe(alias, { streamUsage: 'always' });
      const client = observed.sdk.newClient({ url: observed.provider.url });
      await assert.rejects(chunksOf(client, { model: '1x400' }));
      await chunksOf(client, { model: '1x400' });
      assert.deepEqual(
        bodies(observed).map((sent) => 'stream_options' in fields(sent)),
        [true, false],
      );
    });

    it('goes on at an endpoint that took it before', async () => {
      await using observed = await observe(alias, { streamUsage: 'always' });
      const client = observed.sdk.newClient({ url: observed.provider.url });
      await chunksOf(client);
      await assert.rejects(chunksOf(client, { model: '1x400' }));
      await chunksOf(client, { model: '1x400' });
      assert.deepEqual(
        bodies(observed).map((sent) => 'stream_options' in fields(sent)),
        [true, true, true],
      );
    });
  });
}

describe('whom the policy asks', () => {
  const azure = 'https://x.openai.azure.com/openai/deployments/d';
  const cases: readonly { policy: UsagePolicy; url: string; query?: string; asked: boolean; options?: object }[] = [
    { policy: 'auto', url: 'https://api.openai.com', asked: true },
    { policy: 'auto', url: 'https://eu.api.openai.com', asked: true },
    { policy: 'auto', url: 'https://api.openai.com.example', asked: false },
    { policy: 'auto', url: 'https://llm.example', asked: false },
    { policy: 'auto', url: 'https://x.openai.azure.com/openai', asked: true },
    { policy: 'auto', url: azure, query: '2024-10-21', asked: true },
    { policy: 'auto', url: azure, query: '2024-06-01', asked: false },
    { policy: 'auto', url: azure, asked: false },
    { policy: 'always', url: 'https://llm.example', asked: true },
    { policy: 'never', url: 'https://api.openai.com', asked: false },
    {
      policy: 'always',
      url: 'https://llm.example',
      options: { defaultHeaders: { authorization: 'AWS4-HMAC-SHA256 Credential=x' } },
      asked: false,
    },
  ];
  for (const { policy, url, query, asked, options } of cases) {
    const version = query === undefined ? '' : `?api-version=${query}`;
    it(`${policy}: ${asked ? 'asks' : 'does not ask'} ${url}${version}${options === undefined ? '' : ', signed'}`, async () => {
      await using observed = await observe('openai-7-newest', { streamUsage: policy });
      const defaultQuery = query === undefined ? {} : { defaultQuery: { 'api-version': query } };
      await chunksOf(clientAt(observed, url, { ...defaultQuery, ...options }));
      assert.deepEqual(
        bodies(observed).map((sent) => 'stream_options' in fields(sent)),
        [asked],
      );
    });
  }
});

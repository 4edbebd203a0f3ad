import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import type { LlmCall, Usage } from '../../src/call.ts';
import { loadCatalogue, withOverrides } from '../../src/price/catalogue.ts';
import { priceOf } from '../../src/price/cost.ts';
import { createRecorder } from '../../src/span/recorder.ts';
import { lateTracer } from '../../src/span/tracer.ts';
import { startSdk } from './sdk.ts';

interface CallVector {
  readonly model: string;
  readonly usage?: Readonly<Record<string, number>>;
  readonly tools?: Readonly<Record<string, number>>;
  readonly reported_usd?: string;
  readonly service_tier?: string;
  readonly error?: { readonly type: string; readonly status?: number };
}

interface Vectors {
  readonly about: string;
  readonly catalogue: unknown;
  readonly overrides: unknown;
  readonly at: string;
  readonly cases: readonly {
    readonly name: string;
    readonly call: CallVector;
    readonly want: Readonly<Record<string, unknown>>;
  }[];
}

const file = new URL('../../spec/vectors/provenance/spans.json', import.meta.url);
const { about, catalogue: content, overrides, at, cases } = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
const base = loadCatalogue(content, 'c');
const catalogue = withOverrides(base, loadCatalogue(overrides, 'o', base.names));

const sdk = startSdk();
const recorder = createRecorder({ tracer: lateTracer, price: (query) => priceOf(catalogue, query) });

suite(about, () => {
  for (const { name, call, want } of cases) {
    test(name, () => {
      const made = madeOf(call);
      recorder.begin(made.request, made.startedAt).end(made);
      const [span] = sdk.read();
      const written = Object.entries(span?.attributes ?? {}).filter(
        ([key]) => key.startsWith('taskmeter.price.') || key === 'taskmeter.cost.exact',
      );
      assert.deepEqual(Object.fromEntries(written), want);
    });
  }
});

function madeOf({ model, error, service_tier: serviceTier, ...said }: CallVector): LlmCall {
  const startedAt = Date.parse(at);
  const endedAt = startedAt + 1000;
  const failed = error && {
    ending: 'error' as const,
    error,
    attempts: [
      { startedAt, endedAt, status: error.status, errorType: error.status === undefined ? error.type : undefined },
    ],
  };
  return {
    request: { operation: 'chat', provider: 'acme', model, serviceTier },
    response: { usage: usageOf(said) },
    attempts: [{ startedAt, endedAt, status: 200 }],
    ending: 'done',
    startedAt,
    endedAt,
    ...failed,
  };
}

/** The vectors name counts as spans do, below `gen_ai.usage.`. */
function usageOf({ usage, tools, reported_usd: reportedUsd }: Omit<CallVector, 'model'>): Usage | undefined {
  return (
    usage && {
      inputTokens: usage['input_tokens'],
      outputTokens: usage['output_tokens'],
      cacheReadTokens: usage['cache_read.input_tokens'],
      cacheWriteTokens: usage['cache_write.input_tokens'],
      tools,
      reportedUsd,
    }
  );
}

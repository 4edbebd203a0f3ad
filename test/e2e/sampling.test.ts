import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type Collector, startCollector } from '../../scripts/stack/collector.ts';
import { type Jaeger, startJaeger } from '../../scripts/stack/jaeger.ts';
import { fields, text } from '../../src/narrow.ts';
import { formatUsd, parseUsd } from '../../src/price/money.ts';
import { build, repository } from '../support/built.ts';
import { startNode } from '../support/child.ts';
import { eventually } from '../support/eventually.ts';
import { type FakeProvider, startFakeProvider } from '../support/fake-provider.ts';
import { spansInJaeger } from '../support/jaeger-query.ts';
import { type Sample, scrape } from '../support/prometheus-text.ts';

const tickets = 1000;

/** What one request to a model costs, in 10⁻⁷ USD: 56 input tokens, 64 from the cache and 30 output tokens at list prices. */
const costOf: Readonly<Record<string, number>> = {
  'gpt-4.1-mini': 56 * 4 + 64 * 1 + 30 * 16,
  'gpt-4.1-nano': 56 * 1 + 64 * 0.25 + 30 * 4,
  'gpt-4o': 56 * 25 + 64 * 12.5 + 30 * 100,
};

interface Way {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  /** A parent that comes in with every request, from a trace that was dropped upstream. */
  readonly isFromDroppedTrace?: boolean;
  /** How many of the traces the sampler may keep. */
  readonly kept: readonly [least: number, most: number];
}

const ways: readonly Way[] = [
  { name: 'always_off', env: { OTEL_TRACES_SAMPLER: 'always_off' }, kept: [0, 0] },
  { name: 'a ratio', env: { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.01' }, kept: [1, 40] },
  { name: 'a parent that was not sampled', env: {}, isFromDroppedTrace: true, kept: [0, 0] },
];

suite('what the application’s sampler drops is counted to the last digit, and is not in Jaeger', () => {
  let jaeger: Jaeger;
  let provider: FakeProvider;
  before(async () => {
    build();
    provider = await startFakeProvider();
    jaeger = await startJaeger();
  });
  after(() => Promise.all([provider?.close(), jaeger?.stop()]));

  for (const way of ways) {
    suite(`with ${way.name}`, () => {
      let collector: Collector;
      let answers: readonly Answered[];
      const service = `help-desk with ${way.name}`;

      before(async () => {
        provider.reset();
        collector = await startCollector({ jaegerOtlp: jaeger.otlpGrpc });
        answers = await workOnTickets(way, service, provider.url, collector.otlpUrl);
      });
      after(() => collector?.stop());

      test('the collector’s sums are what the provider served', async () => {
        const samples = await eventually(
          `${tickets} tasks`,
          async () => {
            const found = await scrape(collector.metricsUrl);
            return sum(found, 'taskmeter_tasks_total') === tickets ? found : undefined;
          },
          { explain: collector.log },
        );
        const served = Object.groupBy(provider.requests, ({ body }) => text(fields(JSON.parse(body))['model']) ?? '');
        const models = Object.entries(served).map(([model, requests = []]) => ({ model, count: requests.length }));
        assert.equal(provider.requests.length, ticketCalls());
        assert.deepEqual(
          models.map(({ model }) => ({
            model,
            calls: sum(samples, 'taskmeter_calls_total', model),
            usd: usd(samples, model),
          })),
          models.map(({ model, count }) => ({
            model,
            calls: count,
            usd: formatUsd(BigInt(count * (costOf[model] ?? 0)) * 10n ** 11n),
          })),
        );
      });

      test('Jaeger has the traces that the sampler kept, whole, and no other', async () => {
        const kept = answers.filter(({ isSampled }) => isSampled);
        const [least, most] = way.kept;
        assert.ok(kept.length >= least && kept.length <= most, `${kept.length} of ${tickets} traces were kept`);
        const wanted = kept.map(({ traceId, ticket }) => `${traceId}: ${spansOf(ticket)}`).toSorted();
        const found = await eventually('the kept traces', async () => {
          const traces = Object.groupBy(await spansInJaeger(jaeger.url, service), ({ traceId }) => traceId);
          const lines = Object.entries(traces).map(([id, spans = []]) => `${id}: ${namesOf(spans)}`);
          return lines.length >= wanted.length ? lines.toSorted() : undefined;
        });
        assert.deepEqual(found, wanted);
      });
    });
  }
});

interface Answered {
  readonly ticket: number;
  readonly traceId: string;
  readonly isSampled: boolean;
}

/** Starts the service, hands it the tickets over HTTP, eight at a time, and stops it. */
async function workOnTickets(way: Way, service: string, providerUrl: string, otlpUrl: string): Promise<Answered[]> {
  const child = startNode(['--import', 'taskmeter/register', 'test/e2e/apps/help-desk.mjs'], {
    cwd: repository,
    limitMs: 120_000,
    env: {
      ...way.env,
      PROVIDER_URL: providerUrl,
      TASKMETER_HOSTS: `${new URL(providerUrl).host}=openai`,
      OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl,
      OTEL_SERVICE_NAME: service,
      TASKMETER_STREAM_USAGE: 'always',
      OTEL_BSP_SCHEDULE_DELAY: '200',
    },
  });
  let stdout = '';
  child.process.stdout?.on('data', (part: Buffer) => (stdout += part.toString()));
  await child.printed(';');
  const url = `http://127.0.0.1:${/\d+/.exec(stdout)?.[0]}`;
  const answers: Answered[] = [];
  const work = async (first: number): Promise<void> => {
    for (let ticket = first; ticket < tickets; ticket += 8) {
      const hex = (ticket + 1).toString(16);
      const traceparent = `00-${hex.padStart(32, '0')}-${hex.padStart(16, '0')}-00`;
      const response = await fetch(`${url}/${ticket}`, way.isFromDroppedTrace ? { headers: { traceparent } } : {});
      const said = fields(await response.json());
      answers.push({ ticket, traceId: text(said['traceId']) ?? '', isSampled: said['isSampled'] === true });
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, first) => work(first)));
  child.kill('SIGTERM');
  assert.equal((await child.ended).code, 0);
  return answers;
}

function modelsOf(ticket: number): string[] {
  return Object.keys(costOf).slice(0, (ticket % 3) + 1);
}

function ticketCalls(): number {
  return Array.from({ length: tickets }, (_, ticket) => modelsOf(ticket).length).reduce((a, b) => a + b);
}

/** What a kept ticket looks like: the request, the task where it was named, the calls. */
function spansOf(ticket: number): string {
  const own = ticket % 2 === 0 ? ['task ticket'] : [];
  return ['GET', ...modelsOf(ticket).map((model) => `chat ${model}`), ...own].toSorted().join(', ');
}

function namesOf(spans: readonly { readonly name: string }[]): string {
  return spans
    .map(({ name }) => name)
    .toSorted()
    .join(', ');
}

function sum(samples: readonly Sample[], name: string, model?: string): number {
  return samples
    .filter((sample) => sample.name === name && (model === undefined || sample.labels['model'] === model))
    .reduce((total, { value }) => total + value, 0);
}

/** The sum of a model's series, each the shortest decimal of its double. */
function usd(samples: readonly Sample[], model: string): string {
  return formatUsd(
    samples
      .filter(({ name, labels }) => name === 'taskmeter_cost_USD_total' && labels['model'] === model)
      .reduce((total, { value }) => total + (parseUsd(String(value)) ?? 0n), 0n),
  );
}

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { parse } from 'yaml';
import { startCollector } from '../../scripts/stack/collector.ts';
import type { Collector } from '../../scripts/stack/collector.ts';
import { eventually } from '../support/eventually.ts';
import { scrape } from '../support/prometheus-text.ts';

interface MetricSpec {
  readonly name: string;
  readonly kind: 'counter' | 'updowncounter' | 'histogram' | 'gauge';
  readonly unit: string;
  readonly by: readonly string[];
  /** Absent for the collector's. */
  readonly from?: string;
}

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const { metrics } = parse(read('spec/attributes.yaml')) as { readonly metrics: readonly MetricSpec[] };

suite('the dashboard and the alerts ask for metrics by the names Prometheus knows them by', () => {
  let collector: Collector;
  let known: Map<string, Set<string>>;

  before(async () => {
    collector = await startCollector({ jaegerOtlp: '127.0.0.1:1' });
    const response = await fetch(`${collector.otlpUrl}/v1/metrics`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(oneOfEach()),
    });
    assert.equal(response.status, 200, await response.text());
    const samples = await eventually('the metrics', async () => {
      const all = await scrape(collector.metricsUrl);
      return all.some(({ name }) => name.startsWith('taskmeter_')) ? all : undefined;
    });
    known = new Map(samples.map(({ name, labels }) => [name, new Set(Object.keys(labels))]));
  });
  after(() => collector?.stop());

  for (const path of ['deploy/grafana/dashboards/taskmeter.json', 'deploy/prometheus/alerts.yml']) {
    test(path, () => {
      const wrong = queriesIn(parse(read(path))).flatMap((query) =>
        selectorsIn(query)
          .filter(({ metric, labels }) => !labels.every((label) => known.get(metric)?.has(label)) || !known.has(metric))
          .map(({ metric, labels }) => ({ metric, labels, query })),
      );
      assert.deepEqual(wrong, []);
    });
  }

  test("every metric of the collector's has its place on the dashboard", () => {
    const used = new Set(queriesIn(parse(read('deploy/grafana/dashboards/taskmeter.json'))).flatMap(namesIn));
    const others = metrics.filter(({ from }) => from !== undefined).map(({ name }) => name.replaceAll('.', '_'));
    const series = [...known.keys()].filter(
      (name) =>
        name.startsWith('taskmeter_') &&
        !/_(sum|count)$/.test(name) &&
        !others.some((other) => [`${other}_total`, `${other}_USD_total`, `${other}_seconds`].includes(name)),
    );
    assert.deepEqual(
      series.filter((name) => !used.has(name)),
      [],
    );
  });
});

/** One point of every metric of the specification, as OTLP/JSON. */
function oneOfEach(): unknown {
  const timeUnixNano = `${Date.now()}000000`;
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'x' } }] };
  return {
    resourceMetrics: [
      { resource, scopeMetrics: [{ metrics: metrics.map((metric) => otlpMetric(metric, timeUnixNano)) }] },
    ],
  };
}

function otlpMetric({ name, kind, unit, by }: MetricSpec, timeUnixNano: string): unknown {
  const point = { timeUnixNano, attributes: by.map((key) => ({ key, value: { stringValue: 'x' } })) };
  const cumulative = { aggregationTemporality: 2 };
  if (kind === 'histogram') {
    const buckets = { count: '1', sum: 1, bucketCounts: ['1', '0'], explicitBounds: [1] };
    return { name, unit, histogram: { ...cumulative, dataPoints: [{ ...point, ...buckets }] } };
  }
  if (kind === 'gauge') return { name, unit, gauge: { dataPoints: [{ ...point, asDouble: 1 }] } };
  const isMonotonic = kind === 'counter';
  return { name, unit, sum: { ...cumulative, isMonotonic, dataPoints: [{ ...point, asDouble: 1 }] } };
}

/** Every `expr`, and the queries of the template variables. */
function queriesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(queriesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? (key === 'expr' || key === 'definition' ? [inner] : []) : queriesIn(inner),
  );
}

/** Metrics of a query, with the labels they are asked for by a selector or grouped by. */
function selectorsIn(query: string): { readonly metric: string; readonly labels: readonly string[] }[] {
  const grouped = [...query.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/));
  return [...query.matchAll(/(taskmeter_\w+)(?:\{([^}]*)\})?/g)].map(([, metric = '', selector = '']) => {
    const selected = [...selector.matchAll(/(\w+)\s*(?:=~|=|!=|!~)\s*"/g)].map(([, label = '']) => label);
    return { metric, labels: [...new Set([...selected, ...grouped])] };
  });
}

function namesIn(query: string): string[] {
  return selectorsIn(query).map(({ metric }) => metric);
}

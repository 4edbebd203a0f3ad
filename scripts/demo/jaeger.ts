import { setTimeout as sleep } from 'node:timers/promises';
import { readOtlp } from '../../src/report/span.ts';
import { isTaskSpan } from '../../src/report/task.ts';
import type { TaskRecord } from '../../src/report/task.ts';
import { startCollector } from '../stack/collector.ts';
import { startJaeger } from '../stack/jaeger.ts';

/** A collector and a Jaeger, up and connected. */
export interface JaegerStack {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly otlpUrl: string;
  /** Waits until Jaeger shows the span of every task. Throws after 30 s, naming how many are missing. */
  waitFor(tasks: readonly TaskRecord[]): Promise<void>;
  /** What to open, in lines of text. */
  pages(shown: TaskRecord): Promise<string>;
  stop(): Promise<void>;
}

const patienceMs = 30_000;

/** Builds and starts what is missing; a person waits for it, so it says what it is doing. */
export async function startJaegerStack(): Promise<JaegerStack> {
  const jaeger = await startJaeger({ usualPorts: true });
  const collector = await startCollector({ jaegerOtlp: jaeger.otlpGrpc, usualPorts: true }).catch(
    async (error: unknown) => {
      await jaeger.stop();
      throw error;
    },
  );
  return {
    otlpUrl: collector.otlpUrl,
    waitFor: (tasks) => waitFor(jaeger.url, tasks),
    pages: (shown) => pages(jaeger.url, shown),
    stop: async () => {
      await collector.stop();
      await jaeger.stop();
    },
  };
}

async function waitFor(url: string, tasks: readonly TaskRecord[]): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let missing = tasks;
  for (;;) {
    const seen = await Promise.all(missing.map((task) => isShown(url, task)));
    missing = missing.filter((_, index) => seen[index] !== true);
    if (missing.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(`after 30 s Jaeger does not show ${missing.length} of ${tasks.length} tasks`);
    await sleep(200);
  }
}

/** The collector holds a task's span until its totals are final, so it is the last of its trace to arrive. */
async function isShown(url: string, { span }: TaskRecord): Promise<boolean> {
  const response = await fetch(`${url}/api/v3/traces/${span.traceId}`);
  if (!response.ok) return false;
  const { result } = (await response.json()) as { result?: unknown };
  return readOtlp(result).some((shown) => shown.name === span.name && isTaskSpan(shown));
}

async function pages(url: string, { span }: TaskRecord): Promise<string> {
  const failures = new URLSearchParams({ service: 'support-agent', tags: '{"taskmeter.task.outcome":"failure"}' });
  const lines = [
    `All tasks:        ${url}/search?service=support-agent`,
    `The failures:     ${url}/search?${failures.toString()}`,
    `The tree above:   ${url}/trace/${span.traceId}`,
  ];
  if (!(await hasPages(url))) {
    lines.push(
      'This Jaeger was built from its Go module, which does not hold the pages; name one that has them in TASKMETER_JAEGER.',
      `Its API shows the same: ${url}/api/traces/${span.traceId}`,
    );
  }
  return lines.join('\n');
}

/** A build without the user interface serves a page that says so. */
async function hasPages(url: string): Promise<boolean> {
  const page = await (await fetch(`${url}/search`)).text();
  return page.includes('<script');
}

/**
 * Preloaded with `--import`: the one line, of the package that the variable `PACKAGE_URL` names, with the SDK that is
 * installed beside it. What the calls came to is read from the spans, as the console exporter hands them out.
 */
import type * as Taskmeter from '../../src/index.ts';
import { ATTEMPT_FAILED } from '../../src/span/attributes.ts';
import { type ObservedCall, provideObserved } from '../transparency/observed.ts';

/** What OpenTelemetry's console exporter prints of a span, as far as it matters here. */
interface PrintedSpan {
  readonly instrumentationScope: { readonly name: string };
  /** As in the API: 2 is a client. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly status: { readonly code: number };
  readonly events: readonly { readonly name: string; readonly attributes?: PrintedSpan['attributes'] }[];
}

const spans: PrintedSpan[] = [];
// eslint-disable-next-line no-console
console.dir = (printed: PrintedSpan) => void spans.push(printed);
process.env['OTEL_TRACES_EXPORTER'] = 'console';
process.env['OTEL_METRICS_EXPORTER'] = 'none';
process.env['OTEL_LOGS_EXPORTER'] = 'none';

const entry = (file: string): string => new URL(`dist/${file}`, process.env['PACKAGE_URL']).href;
await import(entry('register.js'));
const { flush, taskmeter } = (await import(entry('index.js'))) as typeof Taskmeter;
// The parts of a process are the same for whoever asks; with this one comes what ends calls that nobody will.
const [instrumentation] = taskmeter({ spanProcessors: [] }).instrumentations;

provideObserved(async () => {
  (instrumentation as unknown as { endOpenCalls(): void }).endOpenCalls();
  await flush();
  const ended = spans
    .splice(0)
    .filter(({ instrumentationScope: { name }, kind }) => name === 'taskmeter' && kind === 2);
  // A fault of our own is said on stderr, which fails the run.
  return { calls: ended.map(describeCall), failures: [] };
});

function describeCall({ attributes, status, events }: PrintedSpan): ObservedCall {
  const count = (name: string): number => Number(attributes[name] ?? 0);
  const failed = status.code === 2;
  const last = attributes['http.response.status_code'];
  const attempts = events
    .filter(({ name }) => name === ATTEMPT_FAILED)
    .map((event) => String(event.attributes?.['error.type']));
  // One that succeeded has no event of its own. A call that fails before it sends anything has none and no status either.
  const sent = failed && attempts.length === 0 && last === undefined ? 0 : 1 + count('taskmeter.retry.count');
  while (attempts.length < sent + count('taskmeter.continuations')) attempts.push('200');
  return {
    ending: (attributes['taskmeter.stream.ending'] ?? (failed ? 'error' : 'done')) as ObservedCall['ending'],
    error: attributes['error.type']?.toString(),
    attempts,
    inputTokens: attributes['gen_ai.usage.input_tokens'] as number | undefined,
    outputTokens: attributes['gen_ai.usage.output_tokens'] as number | undefined,
  };
}

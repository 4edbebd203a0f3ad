import type { ReceivedSpan } from '../support/otlp-receiver.ts';

/** What arrived of the application of these tests (`apps/scenario.cjs`), whatever else its telemetry sends. */
export interface Seen {
  /** Type, number of calls and cost, as they stand on the task's span. */
  readonly tasks: readonly (readonly unknown[])[];
  /** Cost of each span of a call that is ours, and how many of the calls lie within the named task. */
  readonly calls: readonly unknown[];
  readonly callsInNamedTask: number;
  /** The application's request to itself: how often each side of it was seen. */
  readonly served: number;
  readonly asked: number;
}

export function seenOf(spans: readonly ReceivedSpan[]): Seen {
  const calls = spans.filter(({ attributes }) => attributes['taskmeter.cost.exact'] !== undefined);
  const tasks = spans.filter(({ attributes }) => attributes['taskmeter.task.calls'] !== undefined);
  return {
    tasks: tasks
      .map(({ attributes }) => [
        attributes['taskmeter.task.type'],
        attributes['taskmeter.task.calls'],
        attributes['taskmeter.task.cost_exact'],
      ])
      .toSorted(([a], [b]) => String(a).localeCompare(String(b))),
    calls: calls.map(({ attributes }) => attributes['taskmeter.cost.exact']),
    callsInNamedTask: calls.filter(({ attributes }) => attributes['taskmeter.task.id'] === 'ticket-1').length,
    served: spans.filter(({ kind, name }) => kind === 2 && name.startsWith('GET')).length,
    asked: spans.filter(({ kind, name }) => kind === 3 && name.startsWith('GET')).length,
  };
}

/** By hand: 56 × 0.40 + 64 × 0.10 + 30 × 1.60 USD per million. */
const cost = '0.0000768';

const named: Pick<Seen, 'calls' | 'callsInNamedTask'> = { calls: [cost, cost, cost, cost], callsInNamedTask: 3 };
const ticket = ['support.ticket', 3, '0.0002304'] as const;

/** All there is to see: both tasks, every call once, the request from both sides. */
export const everything: Seen = { ...named, tasks: [['GET', 1, cost], ticket], served: 1, asked: 1 };

/** The same where nobody looks at the application's requests: the one that calls is no task. */
export const noRequests: Seen = { ...named, tasks: [ticket], served: 0, asked: 0 };

/** Where spans go to somebody else. */
export const nothing: Seen = { tasks: [], calls: [], callsInNamedTask: 0, served: 0, asked: 0 };

const ofSentry = ['environment', 'public_key', 'trace_id', 'transaction', 'sampled', 'sample_rand', 'sample_rate'];

/** The headers of context that Sentry puts on a request. Its "transaction" is the name of the outermost span. */
export const sentryHeaders: readonly string[] = [
  ['baggage', ...ofSentry.map((name) => `sentry-${name}`)].join(' '),
  'sentry-trace',
];

import { build, repository } from './built.ts';
import { type Child, type Ended, startNode } from './child.ts';
import { type FakeProvider, startFakeProvider } from './fake-provider.ts';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from './otlp-receiver.ts';

export const APPS = 'test/loader/apps';

/** What an application under test needs around it: the package as built, a provider to call, a receiver for its spans. */
export interface Surroundings {
  readonly provider: FakeProvider;
  readonly receiver: OtlpReceiver;
  /** Forgets earlier runs, then starts `node …args library` in the folder; `env` is added or, when empty, taken away. */
  start(library: 'openai' | 'anthropic', args: readonly string[], env?: Readonly<Record<string, string>>): Child;
  /** The same to its end. */
  run(library: 'openai' | 'anthropic', args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  close(): Promise<unknown>;
}

/** `folder` is where the applications and the package are; without one, the repository. */
export async function startSurroundings(folder: string = repository): Promise<Surroundings> {
  build();
  const provider = await startFakeProvider();
  const receiver = await startOtlpReceiver();
  const start: Surroundings['start'] = (library, args, env = {}) => {
    provider.reset();
    receiver.clear();
    return startNode([...args, library], {
      cwd: folder,
      env: {
        PROVIDER_URL: provider.url,
        TASKMETER_HOSTS: `${new URL(provider.url).host}=${library}`,
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_SERVICE_NAME: 'shop',
        ...env,
      },
    });
  };
  return {
    provider,
    receiver,
    start,
    run: (library, args, env) => start(library, args, env).ended,
    close: () => Promise.all([provider.close(), receiver.close()]),
  };
}

/** A span as people see it in a trace view: what it is, what it says of money and tasks, what is below it. */
export interface Tree {
  readonly scope: string;
  readonly name: string;
  readonly kind: string | undefined;
  readonly says: Readonly<Record<string, unknown>>;
  readonly children: readonly Tree[];
}

/** The traces, sorted by name. */
export function treesOf(spans: readonly ReceivedSpan[], parent?: string): Tree[] {
  return spans
    .filter(({ parentSpanId }) => parentSpanId === parent)
    .map((span) => ({
      scope: span.scope,
      name: span.name,
      kind: ['', 'internal', 'server', 'client'][span.kind],
      says: pick(span.attributes, [
        'taskmeter.cost.exact',
        'taskmeter.task.calls',
        'taskmeter.task.cost_exact',
        'taskmeter.task.outcome',
        'taskmeter.task.type',
      ]),
      children: treesOf(spans, span.spanId),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function pick(from: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key]]));
}

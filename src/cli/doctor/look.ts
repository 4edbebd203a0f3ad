/** One look at the process it is called in: which packages are loaded, and which parts of OpenTelemetry are in place. */
import { createRequire } from 'node:module';
import type { Diagnosis } from '../../self-report.ts';
import { count, fields, text } from '../../narrow.ts';
import type { Evidence, OwnEvidence, ProbeOrder } from './evidence.ts';
import { type Heap, withHeap } from './heap.ts';
import { bundlesAmong, loadedCopies } from './loaded.ts';
import { providerEvidence } from './pipeline.ts';

/** What can be seen from within; how the process goes on is known to the probe. */
type Seen = Omit<Evidence, 'started' | 'ended'>;

export function look(order: ProbeOrder): Seen {
  return withHeap((heap) => evidence(heap, order, true)) ?? evidence(withoutInspector(), order, false);
}

function withoutInspector(): Heap {
  const scripts = Object.keys(createRequire(import.meta.url).cache);
  return { scripts, fileOf: () => undefined, countOf: () => undefined };
}

function evidence(heap: Heap, order: ProbeOrder, complete: boolean): Seen {
  const matters = (name: string): boolean =>
    order.packages.some((wanted) => (wanted.endsWith('/') ? name.startsWith(wanted) : name === wanted));
  // Only `self-report.ts` sets it, in some copy of the package.
  const own = ofProcess('taskmeter.diagnosis.1') as Diagnosis | undefined;
  const api = fields(ofProcess('opentelemetry.js.api.1'));
  return {
    pid: process.pid,
    node: process.versions.node,
    execArgv: process.execArgv,
    nodeOptions: order.nodeOptions ?? '',
    program: process.argv[1],
    isCommonJs: createRequire(import.meta.url).main !== undefined,
    complete,
    packages: loadedCopies(heap.scripts, matters),
    bundles: bundlesAmong(heap.scripts),
    taskmeter: own && ownEvidence(own),
    api: text(api['version']),
    provider: providerEvidence(heap, api['trace'], own),
    unobserved: unobserved(),
  };
}

function ownEvidence({ version, sampling, installed }: Diagnosis): OwnEvidence {
  const report = installed();
  return {
    version,
    sampling,
    hooked: report?.packages.map(({ folder, supported }) => ({ folder, supported })),
    failures: Object.fromEntries(report?.failures ?? []),
  };
}

function unobserved(): Record<string, number> {
  const { unobserved: hosts } = fields(ofProcess('taskmeter.counts.1'));
  if (!(hosts instanceof Map)) return {};
  return Object.fromEntries([...hosts].map(([host, requests]) => [String(host), count(requests) ?? 0]));
}

function ofProcess(symbol: string): unknown {
  return Reflect.get(globalThis, Symbol.for(symbol));
}

import { diag } from '@opentelemetry/api';

/**
 * Every place where our code runs inside a user's call. A fault at any of them costs telemetry and nothing else: the
 * tests throw at each in turn and compare the call with an unobserved one.
 */
export const sites = [
  'method.begin',
  'method.attach',
  'call.run',
  'call.end',
  'request.started',
  'request.answered',
  'request.failed',
  'attempt.lend',
  'attempt.start',
  'attempt.answered',
  'attempt.failed',
  'request.sent',
  'usage.ask',
  'usage.strip',
  'response.parse',
  'response.read',
  'response.failed',
  'response.raw',
  'response.transform',
  'response.unclaimed',
  'stream.open',
  'stream.iterate',
  'stream.next',
  'stream.chunk',
  'stream.failed',
  'stream.return',
  'stream.unread',
  'module.loaded',
] as const;

export type Site = (typeof sites)[number];

const failures = new Map<Site, number>();
let fault: Site | undefined;

/** Runs our own code at a site. Its result, or `undefined` when it threw: that is counted and logged, never thrown. */
export function guard<T>(site: Site, ours: () => T): T | undefined {
  try {
    if (fault === site) throw new Error('injected fault');
    return ours();
  } catch (error) {
    failed(site, error);
    return undefined;
  }
}

/** How often each site has failed in this process; sites that never did are absent. */
export function guardFailures(): ReadonlyMap<Site, number> {
  return new Map(failures);
}

/** For tests only: makes `site` throw from now on, or stops that. */
export function injectFault(site: Site | undefined): void {
  fault = site;
}

/** Only the error's class and place are logged: a message may quote what the user's call carried. */
function failed(site: Site, error: unknown): void {
  const count = (failures.get(site) ?? 0) + 1;
  failures.set(site, count);
  if (count > 1) return;
  try {
    const name = error instanceof Error ? error.name : typeof error;
    const place = error instanceof Error ? error.stack?.split('\n').find((line) => /^\s+at /.test(line)) : undefined;
    diag.error(`taskmeter: observing a call failed at ${site} (${name}${place ?? ''}); the call itself is unaffected`);
  } catch {
    // A logger that throws must not reach the user's call either.
  }
}

import { isMainThread, threadId } from 'node:worker_threads';

/**
 * Runs `start` with a `service.instance.id` of this process's own, where `OTEL_RESOURCE_ATTRIBUTES` names one that its parent has
 * too: a forked process (of a cluster, of a process manager) and a thread inherit the variable. Two that went by one name would
 * write over each other's counts, and the collector would take their totals for one.
 */
export function withOwnInstanceId(start: () => void): void {
  const given = process.env[NAME];
  const own = ownAttributes(given, ownSuffix());
  if (own === given) return start();
  process.env[NAME] = own;
  try {
    start();
  } finally {
    process.env[NAME] = given;
  }
}

/** The same attributes, but for the instance's id with the suffix. */
export function ownAttributes(attributes: string | undefined, suffix: string): string | undefined {
  return suffix === '' ? attributes : attributes?.replace(INSTANCE, `$1${suffix}`);
}

const NAME = 'OTEL_RESOURCE_ATTRIBUTES';
const INSTANCE = /((?:^|,)\s*service\.instance\.id\s*=\s*[^,\s]+)/;

/** Told by its parent's line to it; a program that is started in another way is taken to have been given its own variables. */
function ownSuffix(): string {
  return `${process.send === undefined ? '' : `.${process.pid}`}${isMainThread ? '' : `.${threadId}`}`;
}

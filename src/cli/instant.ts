import { UsageError } from './command.ts';

/** A day, or an instant with its zone. */
const INSTANT = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/**
 * An instant of the command line in epoch milliseconds: `now`, `2026-11-24` (midnight, UTC) or with a time and its zone.
 *
 * @throws {UsageError} when it is none; `flag` says where it stood.
 */
export function readInstant(flag: string, text: string, now: number): number {
  if (text === 'now') return now;
  const day = INSTANT.exec(text)?.[1];
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // A day that does not exist comes back as another one.
  const exists = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(`${day}T`);
  const at = exists ? Date.parse(text) : NaN;
  if (!Number.isNaN(at)) return at;
  throw new UsageError(
    `${flag} is ${text}; it is a day or an instant with its zone: 2026-11-24, 2026-11-24T09:30:00Z, 2026-11-24T10:30:00+01:00, now`,
  );
}

/** Now, without the fraction that nobody wants to read. */
export function thisSecond(): number {
  return Math.floor(Date.now() / 1000) * 1000;
}

/** `2026-11-24` at midnight, else `2026-11-24T09:30:00Z`. */
export function instantText(at: number): string {
  return new Date(at).toISOString().replace(/T00:00:00\.000Z$|\.000(?=Z$)/, '');
}

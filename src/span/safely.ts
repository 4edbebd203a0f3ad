import { diag } from '@opentelemetry/api';

/** Runs our own code where a fault must cost telemetry and nothing else: it is logged once for each place, never thrown. */
export function safely<T>(place: string, ours: () => T): T | undefined {
  try {
    return ours();
  } catch (error) {
    report(place, error);
    return undefined;
  }
}

const reported = new Set<string>();

/** Only the error's class is logged: a message may quote what the application carried. */
function report(place: string, error: unknown): void {
  if (reported.has(place)) return;
  reported.add(place);
  try {
    diag.error(
      `taskmeter: ${place} failed (${error instanceof Error ? error.name : typeof error}); the application is unaffected`,
    );
  } catch {
    // A logger that throws must not reach the application either.
  }
}

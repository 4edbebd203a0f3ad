/**
 * What this process can tell `taskmeter doctor` of how it is observed. Put where a probe finds it that knows neither this copy
 * of the package nor its version.
 */
import type { Config } from './config.ts';
import type { InstallReport } from './patch/install.ts';
import { VERSION } from './version.ts';

export interface Diagnosis {
  readonly version: string;
  readonly sampling: Config['sampling'];
  /** What is hooked; absent as long as no SDK has enabled the instrumentation. */
  readonly installed: () => InstallReport | undefined;
  /** Whether this is the span processor that totals tasks. */
  readonly isProcessor: (processor: unknown) => boolean;
}

/** Makes it available; the copy of the package that was asked for its parts first counts. */
export function offerDiagnosis(offered: Omit<Diagnosis, 'version'>): void {
  found[key] ??= { version: VERSION, ...offered };
}

const key: unique symbol = Symbol.for('taskmeter.diagnosis.1');
const found = globalThis as { [key]?: Diagnosis };

export { ConfigError, type Options } from './config.ts';
export { flush, type FlushOptions } from './flush.ts';
export { instrument } from './instrument.ts';
export { type SdkOptions, type SdkParts, taskmeter } from './sdk.ts';
export { outcome, reportOutcome, type ReportOptions } from './task/outcome.ts';
export type { Outcome } from './task/outcomes.ts';
export type { TaskOptions } from './task/options.ts';
export { task, type Task } from './task/task.ts';
export type { Totals } from './task/totals.ts';

export { ConfigError, type Options } from './config.ts';
export { flush } from './flush.ts';
export { type SdkOptions, type SdkParts, taskmeter } from './sdk.ts';
export { outcome, reportOutcome, type ReportOptions } from './task/outcome.ts';
export type { Outcome } from './task/outcomes.ts';
export { task, type Task, type TaskOptions } from './task/task.ts';
export type { Totals } from './task/totals.ts';

// TypeScript takes a package of ES modules to be out of reach of `require`, which it is not since Node 20.19. For who asks that
// way these are the same types, declared once.
import type * as entry from '../dist/index.js' with { 'resolution-mode': 'import' };

export type * from '../dist/index.js' with { 'resolution-mode': 'import' };

export type ConfigError = entry.ConfigError;
export declare const ConfigError: typeof entry.ConfigError;
export declare const currentTask: typeof entry.currentTask;
export declare const flush: typeof entry.flush;
export declare const instrument: typeof entry.instrument;
export declare const joinTask: typeof entry.joinTask;
export declare const outcome: typeof entry.outcome;
export declare const price: typeof entry.price;
export declare const reportOutcome: typeof entry.reportOutcome;
export declare const task: typeof entry.task;
export declare const taskmeter: typeof entry.taskmeter;
export declare const tool: typeof entry.tool;

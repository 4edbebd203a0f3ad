export type { Options } from './config.ts';
export { ConfigError } from './config.ts';
export { type SdkOptions, type SdkParts, taskmeter } from './sdk.ts';

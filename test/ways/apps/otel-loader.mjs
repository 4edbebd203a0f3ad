// As OpenTelemetry's documentation has it for ES modules: its loader stands in for every module there is.
import { register } from 'node:module';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);

// The same for CommonJS.
const { context, propagation, trace } = require('@opentelemetry/api');
const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
const { W3CBaggagePropagator } = require('@opentelemetry/core');
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const { TracerProvider } = require('@opentelemetry/sdk-trace');
const { taskmeter } = require('taskmeter');

const { instrumentations, spanProcessors, sampler } = taskmeter();
const provider = new TracerProvider({ spanProcessors, sampler });
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new W3CBaggagePropagator());
trace.setGlobalTracerProvider(provider);
registerInstrumentations({ instrumentations });
process.once('beforeExit', () => void provider.shutdown());

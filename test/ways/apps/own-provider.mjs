// An application that sets up tracing by hand, without NodeSDK, with taskmeter's parts in it.
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CBaggagePropagator } from '@opentelemetry/core';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { taskmeter } from 'taskmeter';

const { instrumentations, spanProcessors, sampler } = taskmeter();
const provider = new TracerProvider({ spanProcessors, sampler });
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator(new W3CBaggagePropagator());
trace.setGlobalTracerProvider(provider);
registerInstrumentations({ instrumentations });
process.once('beforeExit', () => void provider.shutdown());

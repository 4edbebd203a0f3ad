// A tracer provider of the application's own making, which shows nothing of the SDK's within it and takes no processor; with
// OpenTelemetry's instrumentation of requests.
const { context, propagation, trace } = require('@opentelemetry/api');
const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
const { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } = require('@opentelemetry/core');
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const { BatchSpanProcessor, TracerProvider } = require('@opentelemetry/sdk-trace');

class Tracing {
  #sdk = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'hidden' }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });

  getTracer(name, version) {
    return this.#sdk.getTracer(name, version);
  }

  end() {
    return this.#sdk.shutdown();
  }
}

const tracing = new Tracing();
registerInstrumentations({ instrumentations: [new HttpInstrumentation()] });
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const propagators = [new W3CTraceContextPropagator(), new W3CBaggagePropagator()];
propagation.setGlobalPropagator(new CompositePropagator({ propagators }));
trace.setGlobalTracerProvider(tracing);
process.once('beforeExit', () => void tracing.end());

// What the NodeSDK is made of.
const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-http');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { resourceFromAttributes } = require('@opentelemetry/resources');

module.exports.configurationOf = (name, taskmeter) =>
  ({
    environment: () => ({ ...taskmeter() }),
    own: () => ({
      resource: resourceFromAttributes({ 'service.name': 'own' }),
      ...taskmeter({
        traceExporter: new OTLPTraceExporter({ url: `${process.env.RECEIVER}/v1/traces` }),
        instrumentations: [[new HttpInstrumentation()]],
      }),
    }),
    sampler: () => ({
      ...taskmeter({ sampler: { shouldSample: () => ({ decision: 0 }), toString: () => 'off' } }),
    }),
  })[name]();

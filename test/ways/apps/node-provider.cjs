// The same for CommonJS.
const { NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');
const { taskmeter } = require('taskmeter');

const { instrumentations, spanProcessors, sampler } = taskmeter();
const provider = new NodeTracerProvider({ spanProcessors, sampler });
provider.register();
for (const instrumentation of instrumentations) instrumentation.enable();
process.once('beforeExit', () => void provider.shutdown());

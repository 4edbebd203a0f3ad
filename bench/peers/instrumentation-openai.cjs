// OpenTelemetry's own instrumentation of `openai`, alone.
const { OpenAIInstrumentation } = require('@opentelemetry/instrumentation-openai');
const { NodeSDK } = require('@opentelemetry/sdk-node');

new NodeSDK({ instrumentations: [new OpenAIInstrumentation()] }).start();

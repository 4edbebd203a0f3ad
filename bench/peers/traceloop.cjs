// Traceloop's instrumentation of `openai`, alone.
const { OpenAIInstrumentation } = require('@traceloop/instrumentation-openai');
const { NodeSDK } = require('@opentelemetry/sdk-node');

new NodeSDK({ instrumentations: [new OpenAIInstrumentation()] }).start();

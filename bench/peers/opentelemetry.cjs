// The SDK as its documentation starts it, and nothing that instruments anything.
const { NodeSDK } = require('@opentelemetry/sdk-node');

new NodeSDK().start();

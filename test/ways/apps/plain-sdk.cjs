// An application's own SDK that knows nothing of taskmeter.
const { NodeSDK } = require('@opentelemetry/sdk-node');

const sdk = new NodeSDK({ serviceName: 'plain' });
sdk.start();
process.once('beforeExit', () => void sdk.shutdown());

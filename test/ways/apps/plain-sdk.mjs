// The same for an ES module.
import { NodeSDK } from '@opentelemetry/sdk-node';

const sdk = new NodeSDK({ serviceName: 'plain' });
sdk.start();
process.once('beforeExit', () => void sdk.shutdown());

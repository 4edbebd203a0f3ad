// The same for an ES module.
import { NodeSDK } from '@opentelemetry/sdk-node';
import { taskmeter } from 'taskmeter';
import { configurationOf } from './configuration.cjs';

const sdk = new NodeSDK(configurationOf(process.env.CASE, taskmeter));
sdk.start();
process.once('beforeExit', () => void sdk.shutdown());

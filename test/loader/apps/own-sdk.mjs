// The application's own set-up file, as OpenTelemetry's documentation has it, with our parts spread in.
import { NodeSDK } from '@opentelemetry/sdk-node';
import { taskmeter } from 'taskmeter';

const sdk = new NodeSDK({ serviceName: 'own', ...taskmeter(JSON.parse(process.env.OPTIONS ?? '{}')) });
sdk.start();
process.once('beforeExit', () => void sdk.shutdown());

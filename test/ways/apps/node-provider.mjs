// The same with SDK 2's provider for Node, and nothing registered but it: our instrumentations are enabled by hand.
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { taskmeter } from 'taskmeter';

const { instrumentations, spanProcessors, sampler } = taskmeter();
const provider = new NodeTracerProvider({ spanProcessors, sampler });
provider.register();
for (const instrumentation of instrumentations) instrumentation.enable();
process.once('beforeExit', () => void provider.shutdown());

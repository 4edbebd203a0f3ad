// An application's own SDK with a processor that is told of ends at once; what it was told is printed last.
import { NodeSDK } from '@opentelemetry/sdk-node';
import { taskmeter } from 'taskmeter';

const ended = [];
const processor = {
  onStart: (span) => span.setAttribute('app.tenant', 'north'),
  onEnd: ({ name, attributes }) => {
    const { 'taskmeter.cost.exact': cost, 'taskmeter.task.cost_exact': total, 'app.tenant': tenant } = attributes;
    ended.push([name, cost ?? total, tenant]);
  },
  forceFlush: async () => console.log(`flushed ${ended.length}`),
  shutdown: async () => {},
};
process.on('exit', () => console.log(JSON.stringify(ended)));
new NodeSDK({ serviceName: 'own', ...taskmeter({ spanProcessors: [processor] }) }).start();

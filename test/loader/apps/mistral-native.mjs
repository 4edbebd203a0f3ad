// A client of Mistral's that traces its own requests: a call, and a request that is none, in a task.
import { Mistral } from '@mistralai/mistralai';
import { configureTelemetry } from '@mistralai/mistralai/extra/observability';
import { task } from 'taskmeter';

const client = new Mistral({ apiKey: 'sk-mistral-native-1', serverURL: `${process.env.PROVIDER_URL}/mistral` });
await configureTelemetry(client, 'global', { redaction: false });
await task({ type: 'listing', id: 'listing-1' }, async () => {
  const messages = [{ role: 'user', content: 'Which of the otters is asleep?' }];
  await client.chat.complete({ model: 'mistral-small-latest', messages });
  await client.models.list().catch(() => {});
});

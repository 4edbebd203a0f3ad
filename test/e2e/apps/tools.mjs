// A task that calls a model and tools that cost money: by their own word, by a row of the application's price file, by one of the
// collector's, and one that a framework has a span for, too.
import { trace } from '@opentelemetry/api';
import OpenAI from 'openai';
import { task, tool } from 'taskmeter';

const client = new OpenAI({ apiKey: 'sk-test-4f81c2', baseURL: `${process.env.PROVIDER_URL}/v1` });
const framework = trace.getTracer('a-framework');

/** A tool call as a framework makes its span. */
function seen(name, fn) {
  const attributes = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name };
  return framework.startActiveSpan(`execute_tool ${name}`, { attributes }, (span) => {
    try {
      return fn();
    } finally {
      span.end();
    }
  });
}

await task({ type: 'lookup', id: process.env.TASK_ID }, async () => {
  await client.chat.completions.create({
    model: 'gpt-4.1-mini',
    messages: [{ role: 'user', content: 'private question' }],
  });
  await tool({ name: 'research', usd: '0.10' }, async (t) => {
    await client.chat.completions.create({
      model: 'gpt-4.1-mini',
      messages: [{ role: 'user', content: 'private question' }],
    });
    t.cost('0.25');
  });
  tool({ name: 'geocode' }, () => {});
  seen('geocode', () => tool({ name: 'geocode' }, () => {}));
  seen('sms', () => {});
  seen('clock', () => {});
  try {
    tool({ name: 'search', usd: '0.01' }, () => {
      throw new Error('boom');
    });
  } catch {
    // What was paid is paid.
  }
});
tool({ name: 'search', usd: '0.02' }, () => {});

/**
 * Asks the fake provider what is private in every way there is, and exports something harmless. With arguments it does one thing
 * that no application must do, and which the search is to find: see `test/scripts/private-text.test.ts`.
 */
import { gzipSync } from 'node:zlib';
import { runNode } from '../../support/child.ts';
import { startFakeProvider } from '../../support/fake-provider.ts';
import { startOtlpReceiver } from '../../support/otlp-receiver.ts';
import { contextHeaders, excuseText, recordExport } from '../../support/run-record.ts';

const [way, ...planted] = process.argv.slice(2);
const provider = await startFakeProvider();
const receiver = await startOtlpReceiver();

async function ask(body: object, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const response = await fetch(`${provider.url}/v1/chat/completions?key=key-private-3`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-private-1', 'x-tenant': 'tenant-private-2', ...headers },
    body: JSON.stringify(body),
  });
  await response.text();
}

const messages = [
  { role: 'system', content: 'private instruction' },
  { role: 'user', content: [{ type: 'text', text: 'private "prompt"\nin two lines' }] },
  { role: 'tool', tool_call_id: 'call_0', content: 'private result' },
];
await ask({ model: 'gpt-4.1-mini', messages });
// What is exported of a request on purpose may be said in it, too.
await ask({ model: 'gpt-4.1-nano', messages: [{ role: 'user', content: 'gpt-4.1-nano' }] });
await ask({ model: 'gpt-4.1-mini', messages, stream: true });
await ask({ model: 'tool', messages });

const exported = (body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${receiver.url}/v1/traces`, { method: 'POST', headers, body });
await exported('{"resourceSpans":[]}');

const context = { traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`, baggage: 'planted=1' };
const ways: Readonly<Record<string, (text: string) => unknown>> = {
  export: (text) => exported(JSON.stringify({ stringValue: text })),
  zipped: (text) => exported(gzipSync(JSON.stringify({ stringValue: text })), { 'content-encoding': 'gzip' }),
  nested: (text) => exported(JSON.stringify({ stringValue: JSON.stringify([{ content: text }]) })),
  log: (text) => runNode(['-e', 'console.error(process.argv[1])', text]),
  memory: (text) => recordExport(JSON.stringify([{ name: text }])),
  header: (name) => ask({ model: 'gpt-4.1-mini', messages }, { [name]: 'planted=1' }),
  async asked() {
    await ask({ model: 'gpt-4.1-mini', messages }, context);
    contextHeaders(provider.requests);
    await ask({ model: 'gpt-4.1-mini', messages }, { traceparent: context.traceparent });
  },
  async excused(text) {
    excuseText(text, 'the test is about excuses');
    await exported(JSON.stringify({ stringValue: text }));
  },
  short: (text) => ask({ model: 'gpt-4.1-mini', messages: [{ role: 'user', content: text }] }),
};
if (way !== undefined) for (const text of planted.length === 0 ? [''] : planted) await ways[way]?.(text);
await Promise.all([provider.close(), receiver.close()]);

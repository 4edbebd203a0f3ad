/**
 * What a call and a chunk cost with taskmeter and without, in one process and in turns. Run by all.bench.ts, which takes
 * the spans this process exports and reads its last line: an `OverheadReport` in JSON.
 */
import { performance } from 'node:perf_hooks';
import { ProxyTracerProvider, trace } from '@opentelemetry/api';
import type { TracerProvider } from '@opentelemetry/api';
import { loadBareClients, loadClients } from './clients.ts';
import type { Clients } from './clients.ts';
import type { Comparison } from './statistics.ts';
import { answering, chatChunks, chatCompletion, message, messageEvents, streaming } from './traffic.ts';

export interface OverheadReport {
  /** Microseconds a call. */
  readonly calls: readonly Comparison[];
  /** Busy microseconds a span spent on serialising and sending it afterwards. */
  readonly exportUs: readonly number[];
  readonly shortChunks: number;
  readonly longChunks: number;
}

type Work = () => Promise<unknown>;

/** A provider of the SDK; the API does not know that it can be flushed. */
type Flushable = TracerProvider & { forceFlush(): Promise<void> };

interface Unit {
  readonly work: Work;
  /** How often a round repeats it; a round stays below a batch of 512 spans, so that nothing is exported within it. */
  readonly times: number;
  /** Spans it makes where it is measured. */
  readonly spans: number;
}

const rounds = 21;
const warmUpRounds = 5;
/** Streams of two lengths: the cost of a chunk is the slope between them. */
const shortChunks = 20;
const longChunks = 200;

const bareClients = loadBareClients();
await import('taskmeter/register');
const { task } = await import('taskmeter');
const clients = loadClients();
if (await isObserved(bareClients)) throw new Error('the bare clients are observed');
if (!(await isObserved(clients))) throw new Error('the clients are not observed');

const bare = worksOf(bareClients, (work) => work());
const measured = worksOf(clients, (work) => task({ type: 'bench' }, work));

const calls: Comparison[] = [];
const exportUs: number[] = [];
for (const [name, { work, times, spans }] of Object.entries(bare)) {
  const other = measured[name];
  if (other === undefined) throw new Error(`no measured work named ${name}`);
  const samples = { bare: [] as number[], measured: [] as number[] };
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    // In turns, and each first as often as the other: drift of the machine hits both.
    const order = round % 2 === 0 ? (['bare', 'measured'] as const) : (['measured', 'bare'] as const);
    for (const copy of order) {
      const us = await timed(copy === 'bare' ? work : other.work, times);
      if (round >= 0) samples[copy].push(us);
      if (copy === 'measured') {
        const busyUs = await exported(times * spans);
        if (round >= 0 && name === 'openai chat') exportUs.push(busyUs);
      }
    }
  }
  calls.push({ name, ...samples });
}
console.log(JSON.stringify({ calls, exportUs, shortChunks, longChunks } satisfies OverheadReport));

function worksOf({ OpenAI, Anthropic }: Clients, inTask: (work: Work) => Promise<unknown>): Record<string, Unit> {
  const openai = (fetch: typeof globalThis.fetch) => new OpenAI({ apiKey: 'x', fetch, maxRetries: 0 });
  const anthropic = (fetch: typeof globalThis.fetch) => new Anthropic({ apiKey: 'x', fetch, maxRetries: 0 });
  const messages = [{ role: 'user' as const, content: 'A question of a few words.' }];
  const gpt = { model: 'gpt-4.1-mini', messages };
  const claude = { model: 'claude-sonnet-4-6', max_tokens: 500, messages };

  const chat = openai(answering(chatCompletion));
  const claudeWhole = anthropic(answering(message));
  const chatStream = (chunks: number): Work => {
    const client = openai(streaming(chatChunks(chunks)));
    return async () => drain(await client.chat.completions.create({ ...gpt, stream: true }));
  };
  const claudeStream = (chunks: number): Work => {
    const client = anthropic(streaming(messageEvents(chunks)));
    return async () => drain(await client.messages.create({ ...claude, stream: true }));
  };
  const fiveCalls: Work = async () => {
    for (let call = 0; call < 5; call += 1) await chat.chat.completions.create(gpt);
  };
  return {
    'openai chat': { work: () => chat.chat.completions.create(gpt), times: 400, spans: 1 },
    'anthropic messages': { work: () => claudeWhole.messages.create(claude), times: 400, spans: 1 },
    'a task of 5 openai chats': { work: () => inTask(fiveCalls), times: 80, spans: 6 },
    [`openai stream, ${shortChunks} chunks`]: { work: chatStream(shortChunks), times: 100, spans: 1 },
    [`openai stream, ${longChunks} chunks`]: { work: chatStream(longChunks), times: 30, spans: 1 },
    [`anthropic stream, ${shortChunks} chunks`]: { work: claudeStream(shortChunks), times: 100, spans: 1 },
    [`anthropic stream, ${longChunks} chunks`]: { work: claudeStream(longChunks), times: 30, spans: 1 },
  };
}

/** Whether a call has a span while its request is on the way. */
async function isObserved({ OpenAI, Anthropic }: Clients): Promise<boolean> {
  const seen: boolean[] = [];
  const watching =
    (answer: typeof fetch): typeof fetch =>
    (...request) => {
      seen.push(trace.getActiveSpan() !== undefined);
      return answer(...request);
    };
  const { chat } = new OpenAI({ apiKey: 'x', fetch: watching(answering(chatCompletion)) });
  await chat.completions.create({ model: 'gpt-4.1-mini', messages: [] });
  const { messages } = new Anthropic({ apiKey: 'x', fetch: watching(answering(message)) });
  await messages.create({ model: 'claude-sonnet-4-6', max_tokens: 1, messages: [] });
  if (new Set(seen).size !== 1) throw new Error('one of the clients is observed, the other is not');
  return seen.includes(true);
}

async function drain(stream: AsyncIterable<unknown>): Promise<number> {
  let chunks = 0;
  for await (const _ of stream) chunks += 1;
  return chunks;
}

/** Microseconds one unit takes, one after the other. */
async function timed(work: Work, times: number): Promise<number> {
  const from = performance.now();
  for (let time = 0; time < times; time += 1) await work();
  return ((performance.now() - from) * 1000) / times;
}

/** Busy microseconds a span spent on serialising and sending what a round has made. Waiting for the answer is not busy. */
async function exported(spans: number): Promise<number> {
  const provider = trace.getTracerProvider();
  const sdk = (provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider) as Flushable;
  const before = performance.eventLoopUtilization();
  await sdk.forceFlush();
  return (performance.eventLoopUtilization(before).active * 1000) / spans;
}

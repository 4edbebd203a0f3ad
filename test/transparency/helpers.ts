import { createRequire } from 'node:module';
import { sdksFolder } from '../../scripts/sdks.ts';
import { fields } from '../../src/narrow.ts';
import { methodAt, type Sdk } from './sdks.ts';

/** A convenience of one library, built on the methods observed. */
export interface Helper {
  readonly library: Sdk['library'];
  /** Paths from the client, of which versions have one or another, or none. */
  readonly paths: readonly string[];
  readonly run: (helper: (...args: readonly unknown[]) => unknown, client: unknown) => unknown;
  readonly endings: readonly string[];
  /** Versions that do something else, or nothing. */
  readonly except?: readonly string[];
}

const messages = [{ role: 'user', content: 'an old herring' }];
const chat = (model: string): object => ({ model, messages });
const schema = {
  type: 'object',
  properties: { id: { type: 'number' } },
  required: ['id'],
  additionalProperties: false,
};
const jsonFormat = { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } };

/** What a helper returns when it is driven by events: everything it emits, and its final result. */
async function drain(runner: unknown, final: string): Promise<unknown> {
  const events: unknown[] = [];
  for await (const event of runner as AsyncIterable<unknown>) events.push(event);
  return [events, await call(runner, final)];
}

function call(target: unknown, method: string, ...args: readonly unknown[]): unknown {
  return (target as Record<string, (...args: readonly unknown[]) => unknown>)[method]?.(...args);
}

const openaiTool = {
  type: 'function',
  function: {
    name: 'look_up',
    description: 'looks up',
    parameters: schema,
    parse: JSON.parse,
    function: (input: unknown) => JSON.stringify(input),
  },
};

const anthropicTool = {
  name: 'look_up',
  description: 'looks up',
  input_schema: schema,
  run: async (input: unknown) => JSON.stringify(input),
  parse: (input: unknown) => input,
};

const withoutContinuation = ['genai-1-oldest', 'genai-1-newest', 'genai-2-oldest'];

const googleHelpers: Readonly<Record<string, Helper>> = {
  'a chat of two turns': {
    library: 'genai',
    paths: ['ai.chats.create'],
    run: async (create) => {
      const chat = create({ model: 'plain' });
      return [
        await call(chat, 'sendMessage', { message: 'an old herring' }),
        await read(call(chat, 'sendMessageStream', { message: 'and a young one?' })),
        call(chat, 'getHistory'),
      ];
    },
    endings: ['done', 'done'],
  },
  'functions called by the library': {
    library: 'genai',
    paths: ['ai.models.generateContent'],
    run: (generate) => generate({ model: 'tool', contents: 'an old herring', config: { tools: [callableTool] } }),
    endings: ['done', 'done'],
    except: ['genai-1-oldest'],
  },
  'functions called by the library, streamed': {
    library: 'genai',
    paths: ['ai.models.generateContentStream'],
    run: (generate) => read(generate({ model: 'tool', contents: 'an old herring', config: { tools: [callableTool] } })),
    endings: ['done', 'done'],
    except: ['genai-1-oldest'],
  },
  'a function that throws': {
    library: 'genai',
    paths: ['ai.models.generateContent'],
    run: (generate) => {
      const callTool = async (): Promise<never> => {
        throw new Error('no such parcel');
      };
      return generate({
        model: 'tool',
        contents: 'an old herring',
        config: { tools: [{ ...callableTool, callTool }] },
      });
    },
    endings: ['done'],
    except: ['genai-1-oldest'],
  },
  'an answer in two parts': {
    library: 'genai',
    paths: ['ai.models.generateContent'],
    run: (generate) => generate({ model: 'continued', contents: 'an old herring' }),
    endings: ['done'],
  },
  'an answer in two parts, streamed': {
    library: 'genai',
    paths: ['ai.models.generateContentStream'],
    run: (generate) => read(generate({ model: 'continued', contents: 'an old herring' })),
    endings: ['done'],
  },
  'an answer in two parts, not put together': {
    library: 'genai',
    paths: ['ai.models.generateContent'],
    run: async (generate) => {
      const config = { automaticContinuation: false };
      const first = await generate({ model: 'continued', contents: 'an old herring', config });
      return [
        first,
        await generate({
          model: 'continued',
          contents: 'an old herring',
          config: { ...config, continuationToken: 'more-5512' },
        }),
      ];
    },
    endings: ['done', 'done'],
    except: withoutContinuation,
  },
  'a client made of a subclass': {
    library: 'genai',
    paths: ['ai.models.generateContent'],
    run: async (_, client) => {
      const { ai } = fields(client);
      class Own extends (ai as { constructor: new (options: object) => object }).constructor {}
      const own = new Own({ apiKey: 'sk-test-4f81c2' });
      return [own instanceof Own, own instanceof (ai as object).constructor, (ai as object).constructor.name, own];
    },
    endings: [],
  },
};

/** Whose streams are nothing but iterable. */
const withoutReadable = ['mistral-1-oldest'];

/** `{ answer: number }`, by the zod that the library itself uses. */
function mistralSchema(): unknown {
  const folder = process.env['SDKS_FOLDER'] ?? sdksFolder;
  const { object, number } = createRequire(`${folder}/`)('zod') as Readonly<Record<'object' | 'number', Make>>;
  return object({ answer: number() });
}

type Make = (shape?: object) => unknown;

const mistralHelpers: Readonly<Record<string, Helper>> = {
  'an answer parsed by a schema': {
    library: 'mistral',
    paths: ['own.chat.parse'],
    run: (parse) => parse({ model: 'json', messages, responseFormat: mistralSchema() }),
    endings: ['done'],
  },
  'an answer that does not fit its schema': {
    library: 'mistral',
    paths: ['own.chat.parse'],
    run: (parse) => parse({ model: 'plain', messages, responseFormat: mistralSchema() }),
    // 1.x throws, and the answer with it.
    endings: ['done|error'],
  },
  'a stream for a schema': {
    library: 'mistral',
    paths: ['own.chat.parseStream'],
    run: (parse) => read(parse({ model: 'json', messages, responseFormat: mistralSchema() })),
    endings: ['done'],
  },
  'what the library refuses to send': {
    library: 'mistral',
    paths: ['own.chat.complete'],
    run: (complete) => complete({ model: 7, messages: 'none' }),
    endings: ['error'],
  },
  'both branches of a stream': {
    library: 'mistral',
    paths: ['own.chat.stream'],
    run: async (stream) => {
      const [left, right] = (await asReadable(stream({ model: 'plain', messages }))).tee();
      return await Promise.all([read(left), read(right)]);
    },
    endings: ['done'],
    except: withoutReadable,
  },
  'a reader that cancels': {
    library: 'mistral',
    paths: ['own.chat.stream'],
    run: async (stream) => {
      const readable = await asReadable(stream({ model: 'endless', messages }));
      const reader = readable.getReader();
      return [readable.locked, await reader.read(), await reader.cancel('enough'), await reader.closed];
    },
    endings: ['break'],
    except: withoutReadable,
  },
  'a stream piped through another': {
    library: 'mistral',
    paths: ['own.chat.stream'],
    run: async (stream) => {
      const readable = await asReadable(stream({ model: 'plain', messages }));
      const counting = new TransformStream<unknown, number>({ transform: (_, to) => to.enqueue(1) });
      return [readable.constructor.name, await read(readable.pipeThrough(counting))];
    },
    endings: ['done'],
    except: withoutReadable,
  },
};

export const helpers: Readonly<Record<string, Helper>> = {
  ...googleHelpers,
  ...mistralHelpers,
  'chat parse': {
    library: 'openai',
    paths: ['chat.completions.parse', 'beta.chat.completions.parse'],
    run: (parse) => parse({ ...chat('json'), response_format: jsonFormat }),
    endings: ['done'],
  },
  'chat parse of what is no JSON': {
    library: 'openai',
    paths: ['chat.completions.parse', 'beta.chat.completions.parse'],
    run: (parse) => parse({ ...chat('plain'), response_format: jsonFormat }),
    endings: ['done'],
  },
  'chat stream helper': {
    library: 'openai',
    paths: ['chat.completions.stream', 'beta.chat.completions.stream'],
    run: (stream) => drain(stream(chat('plain')), 'finalChatCompletion'),
    endings: ['done'],
  },
  'chat stream helper that fails midway': {
    library: 'openai',
    paths: ['chat.completions.stream', 'beta.chat.completions.stream'],
    run: (stream) => drain(stream(chat('error-event')), 'finalChatCompletion'),
    endings: ['error'],
  },
  'chat stream helper, aborted': {
    library: 'openai',
    paths: ['chat.completions.stream', 'beta.chat.completions.stream'],
    run: async (stream) => {
      const runner = stream(chat('endless'));
      for await (const _ of runner as AsyncIterable<unknown>) break;
      call(runner, 'abort');
      return await call(runner, 'done');
    },
    endings: ['abort'],
  },
  runTools: {
    library: 'openai',
    paths: ['chat.completions.runTools', 'beta.chat.completions.runTools'],
    run: async (runTools) => {
      const runner = runTools({ ...chat('tool'), tools: [openaiTool] });
      return [await call(runner, 'finalContent'), fields(runner)['messages']];
    },
    endings: ['done', 'done'],
  },
  'runTools, streamed': {
    library: 'openai',
    paths: ['chat.completions.runTools', 'beta.chat.completions.runTools'],
    run: async (runTools) => {
      const runner = runTools({ ...chat('tool'), stream: true, tools: [openaiTool] });
      return [await call(runner, 'finalContent'), fields(runner)['messages']];
    },
    endings: ['done', 'done'],
  },
  'responses parse': {
    library: 'openai',
    paths: ['responses.parse'],
    run: (parse) =>
      parse({ model: 'json', input: 'an old herring', text: { format: { type: 'json_schema', name: 'a', schema } } }),
    endings: ['done'],
  },
  'responses stream helper': {
    library: 'openai',
    paths: ['responses.stream'],
    run: (stream) => drain(stream({ model: 'plain', input: 'an old herring' }), 'finalResponse'),
    endings: ['done'],
  },
  'embeddings in floats': {
    library: 'openai',
    paths: ['embeddings.create'],
    run: (create) => create({ model: 'plain', input: 'an old herring', encoding_format: 'float' }),
    endings: ['done'],
  },
  'message stream helper': {
    library: 'anthropic',
    paths: ['messages.stream'],
    run: (stream) => drain(stream({ ...chat('plain'), max_tokens: 9 }), 'finalMessage'),
    endings: ['done'],
  },
  'message stream helper, its text': {
    library: 'anthropic',
    paths: ['messages.stream'],
    run: (stream) => call(stream({ ...chat('plain'), max_tokens: 9 }), 'finalText'),
    endings: ['done'],
  },
  'message stream helper that fails midway': {
    library: 'anthropic',
    paths: ['messages.stream'],
    run: (stream) => drain(stream({ ...chat('cut'), max_tokens: 9 }), 'finalMessage'),
    endings: ['error'],
  },
  'message stream helper, aborted': {
    library: 'anthropic',
    paths: ['messages.stream'],
    run: async (stream) => {
      const runner = stream({ ...chat('endless'), max_tokens: 9 });
      for await (const _ of runner as AsyncIterable<unknown>) break;
      call(runner, 'abort');
      return await call(runner, 'done');
    },
    endings: ['abort'],
  },
  'message parse': {
    library: 'anthropic',
    paths: ['messages.parse', 'beta.messages.parse'],
    run: (parse) =>
      parse({ ...chat('json'), max_tokens: 9, output_config: { format: { type: 'json_schema', schema } } }),
    endings: ['done'],
  },
  'tool runner': {
    library: 'anthropic',
    paths: ['beta.messages.toolRunner'],
    run: (toolRunner) => call(toolRunner({ ...chat('tool'), max_tokens: 9, tools: [anthropicTool] }), 'runUntilDone'),
    endings: ['done', 'done'],
  },
  'tool runner, streamed': {
    library: 'anthropic',
    paths: ['beta.messages.toolRunner'],
    run: async (toolRunner) => {
      const turns: unknown[] = [];
      const runner = toolRunner({ ...chat('tool'), max_tokens: 9, stream: true, tools: [anthropicTool] });
      for await (const turn of runner as AsyncIterable<unknown>) turns.push(await call(turn, 'finalMessage'));
      return turns;
    },
    endings: ['done', 'done'],
  },
};

/** What a model's tool is to `@google/genai`, which calls it by itself. */
const callableTool = {
  tool: async () => ({
    functionDeclarations: [
      {
        name: 'look_up',
        description: 'looks up',
        parameters: { type: 'OBJECT', properties: { id: { type: 'NUMBER' } } },
      },
    ],
  }),
  callTool: async (calls: readonly object[]) =>
    calls.map(() => ({ functionResponse: { name: 'look_up', response: { found: true } } })),
};

async function asReadable(stream: unknown): Promise<ReadableStream> {
  return (await stream) as ReadableStream;
}

async function read(chunks: unknown): Promise<unknown> {
  const seen: unknown[] = [];
  for await (const chunk of (await chunks) as AsyncIterable<unknown>) seen.push(chunk);
  return seen;
}

/** The helper of this version, bound; `undefined` where it has none. */
export function helperOf(helper: Helper, client: unknown): ((...args: readonly unknown[]) => unknown) | undefined {
  for (const path of helper.paths) {
    const method = methodAt(client, path);
    if (method !== undefined) return method as (...args: readonly unknown[]) => unknown;
  }
  return undefined;
}

/**
 * What a user may set: one table, read from `TASKMETER_*` variables and from the options of `taskmeter()`. A name that
 * is not in the table, or a value that is not allowed, stops the start: a mistyped option that is silently ignored is a
 * wrong number later.
 */
import { closest } from './closest.ts';
import { type Env, given } from './env.ts';

/** The validated settings. `undefined` only where there is no default; what each one does stands in `OPTIONS`. */
export interface Config {
  readonly disabled: boolean;
  readonly prices: string | undefined;
  readonly hosts: Readonly<Record<string, string>>;
  readonly streamUsage: 'auto' | 'always' | 'never';
  readonly sampling: 'always' | 'follow';
  readonly idleTimeout: number;
  readonly emitCacheCreation: boolean;
  readonly emitProposedCost: boolean;
  readonly captureContent: boolean;
  readonly http: boolean | undefined;
  readonly console: boolean;
}

/** Settings given in code. They win over the environment; a key that is `undefined` counts as not given. */
export type Options = { readonly [Name in keyof Config]?: Config[Name] | undefined };

/**
 * One row of the table. `type` is `boolean`, `seconds` (a number above 0), `path` (of a file, or of several with commas between them), `hosts` (pairs of host and provider, as an object or as
 * `host=provider,host=provider`), or the list of allowed words.
 */
export interface Option {
  readonly name: keyof Config;
  readonly env: string;
  readonly type: 'boolean' | 'seconds' | 'path' | 'hosts' | readonly string[];
  readonly default: Config[keyof Config];
  readonly about: string;
}

/** Every option, in the order the documentation lists them. */
export const OPTIONS: readonly Option[] = [
  {
    name: 'disabled',
    env: 'TASKMETER_DISABLED',
    type: 'boolean',
    default: false,
    about: 'Does nothing at all: no hooks, no SDK, no complaint about other settings.',
  },
  {
    name: 'prices',
    env: 'TASKMETER_PRICES',
    type: 'path',
    default: undefined,
    about:
      'YAML or JSON file of prices that override or extend the built-in catalogue; several with commas between them, of which the last wins.',
  },
  {
    name: 'hosts',
    env: 'TASKMETER_HOSTS',
    type: 'hosts',
    default: {},
    about: 'Who serves behind hosts of your own, with or without port: llm.example.com=openai,localhost:8080=groq.',
  },
  {
    name: 'streamUsage',
    env: 'TASKMETER_STREAM_USAGE',
    type: ['auto', 'always', 'never'],
    default: 'auto',
    about:
      "Whether to ask for the usage of OpenAI chat streams that did not: auto asks OpenAI's own host, always asks every host.",
  },
  {
    name: 'sampling',
    env: 'TASKMETER_SAMPLING',
    type: ['always', 'follow'],
    default: 'always',
    about:
      'always exports call, task and outcome spans whatever the sampler decides; follow leaves them to the sampler.',
  },
  {
    name: 'idleTimeout',
    env: 'TASKMETER_IDLE_TIMEOUT',
    type: 'seconds',
    default: 1800,
    about:
      'Seconds after which a stream that nobody reads, or a task in which nothing happens, ends; what comes later is booked all the same.',
  },
  {
    name: 'emitCacheCreation',
    env: 'TASKMETER_EMIT_CACHE_CREATION',
    type: 'boolean',
    default: true,
    about: 'Writes cache writes under their former name, gen_ai.usage.cache_creation.input_tokens, too.',
  },
  {
    name: 'emitProposedCost',
    env: 'TASKMETER_EMIT_PROPOSED_COST',
    type: 'boolean',
    default: false,
    about: 'Writes the cost under the proposed names gen_ai.usage.cost.{amount,currency,source}, too.',
  },
  {
    name: 'captureContent',
    env: 'TASKMETER_CAPTURE_CONTENT',
    type: 'boolean',
    default: false,
    about: 'Writes stop sequences, which are text of the user. Prompts and answers are never written.',
  },
  {
    name: 'http',
    env: 'TASKMETER_HTTP',
    type: 'boolean',
    default: undefined,
    about:
      'Adds the HTTP server, http and undici instrumentations. When unset: true where taskmeter/register starts the SDK, false in taskmeter().',
  },
  {
    name: 'console',
    env: 'TASKMETER_CONSOLE',
    type: 'boolean',
    default: false,
    about:
      'Prints a line for each finished task and a summary at the end of the process, on stderr. For a first look; no back end is needed.',
  },
];

/** The user's mistake in a setting. Its message says, for every mistake found: what, its value, and what is allowed. */
export class ConfigError extends TypeError {
  override readonly name = 'ConfigError';

  constructor(problems: readonly string[]) {
    super(problems.map((problem) => `taskmeter: ${problem}`).join('\n'));
  }
}

/**
 * Reads and checks all settings at once.
 *
 * @throws {ConfigError} listing every unknown name and every malformed value, unless it is disabled.
 */
export function readConfig(env: Env, options: Options = {}): Config {
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const option of OPTIONS) {
    const chosen: unknown = options[option.name];
    const text = given(env, option.env);
    try {
      config[option.name] =
        chosen !== undefined
          ? check(option, chosen, option.name)
          : text !== undefined
            ? check(option, parse(option, text), option.env)
            : option.default;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      problems.push(error.message);
      config[option.name] = option.default;
    }
  }
  const variables = OPTIONS.map(({ env: variable }) => variable);
  for (const name of Object.keys(env)) {
    if (!name.startsWith('TASKMETER_') || variables.includes(name) || ELSEWHERE.has(name)) continue;
    problems.push(`unknown variable ${name}${closest(name, variables)}; allowed: ${variables.join(', ')}`);
  }
  const names: readonly string[] = OPTIONS.map(({ name }) => name);
  for (const name of Object.keys(options)) {
    if (names.includes(name)) continue;
    problems.push(`unknown option ${name}${closest(name, names)}; allowed: ${names.join(', ')}`);
  }
  // Whoever switches it off may do so because of the very mistake.
  if (problems.length > 0 && config['disabled'] !== true) throw new ConfigError(problems);
  return config as unknown as Config;
}

/** Variables of this project that are not options of the instrumentation; a child process inherits them. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'TASKMETER_FIXTURES',
  'TASKMETER_FUZZ_SECONDS',
  'TASKMETER_JAEGER',
  'TASKMETER_VECTORS',
]);

/** What a timer can count. */
const MAX_SECONDS = 2_000_000;

const HOST = /^(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
const PROVIDER = /^[a-z0-9][a-z0-9_.-]*$/;

class Malformed extends Error {}

function parse(option: Option, text: string): unknown {
  if (option.type === 'hosts') {
    const pairs = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
    return Object.fromEntries(pairs.map(([host = '', ...provider]) => [host, provider.join('=')]));
  }
  if (option.type === 'seconds') return Number.isNaN(Number(text)) ? text : Number(text);
  if (option.type !== 'boolean') return text;
  const word = text.toLowerCase();
  return word === 'true' || word === '1' ? true : word === 'false' || word === '0' ? false : text;
}

function check(option: Option, value: unknown, name: string): unknown {
  if (option.type === 'boolean') {
    if (typeof value === 'boolean') return value;
    throw new Malformed(`${name} is ${show(value)}; allowed: true, false`);
  }
  if (option.type === 'seconds') {
    if (typeof value === 'number' && value > 0 && value <= MAX_SECONDS) return value;
    throw new Malformed(`${name} is ${show(value)}; allowed: seconds, above 0 and at most ${MAX_SECONDS}`);
  }
  if (option.type === 'path') {
    if (typeof value === 'string' && value !== '') return value;
    throw new Malformed(`${name} is ${show(value)}; allowed: the path of a file`);
  }
  if (option.type === 'hosts') {
    const pairs = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    const wrong = pairs.find(([host, provider]) => !HOST.test(host) || !PROVIDER.test(String(provider)));
    if (wrong === undefined && typeof value === 'object' && value !== null) return value;
    const given = wrong === undefined ? show(value) : show(wrong.join('='));
    throw new Malformed(
      `${name} has ${given}; allowed: host=provider or host:port=provider, as in localhost:8080=groq`,
    );
  }
  if (typeof value === 'string' && option.type.includes(value)) return value;
  const hint = typeof value === 'string' ? closest(value, option.type) : '';
  throw new Malformed(`${name} is ${show(value)}${hint}; allowed: ${option.type.join(', ')}`);
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
  if (value === null) return 'null';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : `of type ${typeof value}`;
}

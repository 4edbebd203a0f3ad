/** The flags of `taskmeter price`, and the call that they describe. */
import type { ParseArgsOptionsConfig } from 'node:util';
import type { Usage } from '../../call.ts';
import type { PriceQuery } from '../../price/cost.ts';
import { WHOLE } from '../../query/said-usage.ts';
import { toolUnit } from '../../query/tools.ts';
import { type Flags, textFlag, textFlags } from '../arguments.ts';
import { UsageError } from '../command.ts';
import { readInstant } from '../instant.ts';

/** Counts of tokens, by flag: what a query calls `cache_read_tokens` is `--cache-read` here. */
const TOKENS = Object.fromEntries(
  Object.entries(WHOLE).map(([name, field]) => [name.replace(/_tokens$/, '').replaceAll('_', '-'), field]),
);

const text = { type: 'string' } as const;
const list = { type: 'string', multiple: true } as const;

/** Those that describe a call: with any of them stdin is not read. */
const OF_A_CALL: ParseArgsOptionsConfig = {
  provider: text,
  model: text,
  ...Object.fromEntries(Object.keys(TOKENS).map((name) => [name, text])),
  fee: list,
  tier: text,
  speed: text,
  region: text,
  tool: list,
  at: text,
};

const OF_A_MODEL = Object.keys(OF_A_CALL).filter((name) => name !== 'tool' && name !== 'at');

export const FLAGS: ParseArgsOptionsConfig = {
  ...OF_A_CALL,
  prices: list,
  json: { type: 'boolean' },
  help: { type: 'boolean' },
};

/** A call to price. */
export type CallQuery = PriceQuery & { readonly model: string };

/** What the flags describe: a call of a model, calls of the application's own tools, or both. */
export interface Described {
  readonly query: CallQuery | undefined;
  /** Calls by name. */
  readonly tools: ReadonlyMap<string, number>;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Whether the flags describe a call. */
export function describesCall(flags: Flags): boolean {
  return Object.keys(OF_A_CALL).some((name) => flags[name] !== undefined);
}

/**
 * The call that the flags describe; `now` is its start where they do not say.
 *
 * @throws {UsageError} when they do not describe one.
 */
export function readCall(flags: Flags, now: number): Described {
  const given = textFlag(flags, 'at');
  const at = given === undefined ? now : readInstant('--at', given, now);
  const tools = summed(textFlags(flags, 'tool').map((pair) => readPair('--tool', pair, 1)));
  const isOfToolsAlone = tools.size > 0 && OF_A_MODEL.every((name) => flags[name] === undefined);
  return { query: isOfToolsAlone ? undefined : readQuery(flags, at), tools, at };
}

function readQuery(flags: Flags, at: number): CallQuery {
  const usage: Usage = { ...tokensOf(flags), ...feesOf(flags) };
  return {
    provider: needed(flags, 'provider'),
    model: needed(flags, 'model'),
    usage: Object.keys(usage).length === 0 ? undefined : usage,
    at,
    serviceTier: textFlag(flags, 'tier'),
    speed: textFlag(flags, 'speed'),
    region: textFlag(flags, 'region'),
  };
}

function tokensOf(flags: Flags): Usage {
  return Object.fromEntries(
    Object.entries(TOKENS).flatMap(([flag, field]) => {
      const given = textFlag(flags, flag);
      return given === undefined ? [] : [[field, readCount(`--${flag}`, given)]];
    }),
  );
}

function feesOf(flags: Flags): Pick<Usage, 'tools'> {
  const fees = summed(
    textFlags(flags, 'fee').map((pair) => {
      const [name, count] = readPair('--fee', pair);
      return [toolUnit(name), count];
    }),
  );
  return fees.size === 0 ? {} : { tools: Object.fromEntries(fees) };
}

/** What is there twice counts twice. */
function summed(pairs: readonly (readonly [name: string, count: number])[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count] of pairs) sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}

function needed(flags: Flags, name: string): string {
  const value = textFlag(flags, name);
  if (value === undefined) throw new UsageError(`--${name} is missing: a price is that of one provider's model`);
  return value;
}

/** `web_search=3`; without a number `otherwise`, where there is one. */
function readPair(flag: string, pair: string, otherwise?: number): [name: string, count: number] {
  const at = pair.lastIndexOf('=');
  const name = at === -1 ? pair : pair.slice(0, at);
  if (at === -1 && otherwise !== undefined) return [name, otherwise];
  if (at < 1) throw new UsageError(`${flag} is ${pair}; it is a name and a number: ${flag} web_search=3`);
  return [name, readCount(`${flag} ${name}`, pair.slice(at + 1))];
}

/** A whole number; `_` or `,` may stand between thousands, where people put them. */
function readCount(flag: string, given: string): number {
  const isNumber = /^\d+$/.test(given) || /^\d{1,3}(?:(?:_\d{3})+|(?:,\d{3})+)$/.test(given);
  const count = isNumber ? Number(given.replaceAll(/[_,]/g, '')) : NaN;
  if (Number.isSafeInteger(count)) return count;
  throw new UsageError(`${flag} is ${given}; it is a whole number of at most 2^53 - 1, as 12000, 12_000 or 12,000`);
}

/** Prices the same calls with one engine, for `price.ts`: prints the nanoseconds of a call, round by round, and what a start takes. */
import { join } from 'node:path';
import { peersFolder } from './contenders.ts';
import { type Priced, pricedCalls } from './priced-calls.ts';

/** What a process of this file prints. */
export interface PriceRounds {
  /** CPU time of a call in nanoseconds, of each round. */
  readonly nanoseconds: readonly number[];
  /** CPU time in milliseconds until the first call had its price: reading the catalogue, once the code is there. */
  readonly firstMs: number;
  /** The same until every row of the catalogue could be found; absent where that cannot be told. */
  readonly wholeMs: number | undefined;
}

const CALLS_A_ROUND = 200_000;
const ROUNDS = 9;

interface Engine {
  /** The price of the call; a number of anything, so that no compiler leaves it out. */
  readonly price: (call: Priced) => number;
  readonly readAll?: () => void;
}

const engines: Readonly<Record<string, () => Promise<Engine>>> = {
  async taskmeter() {
    const { embeddedCatalogue } = await import('../src/price/embedded.ts');
    const { priceOf } = await import('../src/price/cost.ts');
    return {
      price: (call) => priceOf(embeddedCatalogue(), call).lines.length,
      readAll() {
        const { names, layers } = embeddedCatalogue();
        for (const { byProvider } of layers) for (const name of new Set(names.values())) byProvider.get(name);
      },
    };
  },
  async 'price()'() {
    const { price } = await import('../src/query/price.ts');
    return { price: (call) => price(call).lines.length };
  },
  async 'genai-prices'() {
    const theirs = (await import(
      join(peersFolder, 'node_modules/@pydantic/genai-prices/dist/index.js')
    )) as GenaiPrices;
    return {
      price: ({ provider, model, usage, at }) =>
        theirs.calcPrice(
          {
            input_tokens: usage.inputTokens,
            output_tokens: usage.outputTokens,
            cache_read_tokens: usage.cacheReadTokens,
            cache_write_tokens: usage.cacheWriteTokens,
          },
          model,
          { providerId: provider, timestamp: new Date(at) },
        )?.total_price ?? NaN,
    };
  },
};

/** As far as it is used. */
interface GenaiPrices {
  calcPrice(
    usage: Readonly<Record<string, number | undefined>>,
    model: string,
    options: { readonly providerId: string; readonly timestamp: Date },
  ): { readonly total_price: number } | null;
}

const [name = ''] = process.argv.slice(2);
const engine = await engines[name]?.();
if (engine === undefined) throw new Error(`unknown engine ${name}`);
console.log(JSON.stringify(measure(engine)));

function measure({ price, readAll }: Engine): PriceRounds {
  const calls = pricedCalls();
  const [first] = calls;
  if (first === undefined) throw new Error('no calls');
  const begun = process.cpuUsage();
  const sinceBegun = (): number => process.cpuUsage(begun).user / 1000;
  if (!(price(first) > 0)) throw new Error('the first call has no price');
  const firstMs = sinceBegun();
  readAll?.();
  const wholeMs = readAll === undefined ? undefined : sinceBegun();
  let sum = 0;
  const nanoseconds = Array.from({ length: ROUNDS + 1 }, () => {
    const before = process.cpuUsage();
    for (let index = 0; index < CALLS_A_ROUND; index += 1) sum += price(calls[index % calls.length] ?? first);
    return (process.cpuUsage(before).user * 1000) / CALLS_A_ROUND;
  });
  if (!(sum > 0)) throw new Error('some call has no price');
  // The first round warms up.
  return { nanoseconds: nanoseconds.slice(1), firstMs, wholeMs };
}

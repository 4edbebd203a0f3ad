import type { Usage } from '../call.ts';
import { closest } from '../closest.ts';
import { isObject, type Fields } from '../narrow.ts';
import { providerName } from '../price/catalogue.ts';
import { priceOf, type PriceStatus } from '../price/cost.ts';
import { formatUsd, type Atto } from '../price/money.ts';
import { pricesInUse } from '../prices.ts';
import { wrong } from '../task/mistake.ts';
import { readSent, withTools } from './query.ts';
import { WHOLE } from './said-usage.ts';

/** One call to a model, to be priced. */
export interface PriceCall {
  /** Value of `gen_ai.provider.name` (`openai`, `aws.bedrock`), or a vendor's spelling of it. */
  readonly provider: string;
  /** The model that answered, verbatim. */
  readonly model?: string | undefined;
  /** What the call consumed, in taskmeter's words: `inputTokens` has the cache in it, `outputTokens` has reasoning in it. */
  readonly usage?: Usage | undefined;
  /** The same as the provider sent it: the `usage` of a response, Gemini's `usageMetadata`. One of the two, not both. */
  readonly rawUsage?: object | undefined;
  /** Start of the call, a Date or epoch milliseconds: the price in force is the one at this instant. Now when absent. */
  readonly at?: Date | number | undefined;
  /** The tier that served: `batch`, `flex`, `priority`. What `rawUsage` says counts where this is absent; so for the next two. */
  readonly serviceTier?: string | undefined;
  /** `fast`, where that is a price. */
  readonly speed?: string | undefined;
  /** Region or data residency, where it is a price: `us`, `eu`, `us-east5`, `global`. */
  readonly region?: string | undefined;
  /** Billable things that are not tokens, besides those in the usage, by the catalogue's unit: `{ web_search: 3 }`. */
  readonly tools?: Readonly<Record<string, number>> | undefined;
}

/** What a call costs. Money is an exact decimal in USD: `0.0000007`. */
export interface Price {
  readonly status: PriceStatus;
  /** Absent where nothing is known: unknown is never 0. With status `partial` a lower bound. */
  readonly usd?: string | undefined;
  /** What was billed, unit by unit; they sum to `usd`. Empty where the provider reported its own price. */
  readonly lines: readonly PriceLine[];
  /** The row that priced the call: `openai/gpt-5.4@2026-03-05`. */
  readonly priceId?: string | undefined;
  /** Version of the prices. */
  readonly catalogue: string;
  /** What had to be assumed: `cache_write_5m`. */
  readonly assumed: readonly string[];
  /** Units the row has no price for; with status `partial`. */
  readonly unpricedUnits: readonly string[];
  /** What caching saved, net of writing; may be negative. Absent without cache counts or prices. */
  readonly cacheSavingUsd?: string | undefined;
}

export interface PriceLine {
  readonly unit: string;
  readonly quantity: number;
  readonly usd: string;
}

/**
 * The exact price of one call, by the prices this process uses: the built-in catalogue under the files of `TASKMETER_PRICES`.
 * Nothing is sent anywhere, and nothing has to be observed. What makes no sense in the usage is a status, not an error.
 *
 * @throws {TypeError} for arguments that are none: no provider, an unknown option, a date that is none, usage given twice.
 */
export function price(call: PriceCall): Price {
  const { provider, model, serviceTier, speed, region } = checked(call);
  const catalogue = pricesInUse();
  const raw = call.rawUsage && readSent(providerName(catalogue, provider), call.rawUsage as Fields);
  const usage = raw === undefined ? sound(call.usage) : raw.usage;
  const cost = priceOf(catalogue, {
    provider,
    model,
    usage: withTools(usage, call.tools),
    at: call.at === undefined ? Date.now() : Number(call.at),
    serviceTier: serviceTier ?? raw?.serviceTier,
    speed: speed ?? raw?.speed,
    region: region ?? raw?.region,
  });
  return {
    status: cost.status,
    ...money('usd', cost.total),
    lines: cost.lines.map(({ unit, quantity, atto }) => ({ unit, quantity, usd: formatUsd(atto) })),
    ...(cost.priceId === undefined ? {} : { priceId: cost.priceId }),
    catalogue: cost.catalogue,
    assumed: cost.assumed,
    unpricedUnits: cost.unpricedUnits,
    ...money('cacheSavingUsd', cost.cacheSaving),
  };
}

const KEYS = ['provider', 'model', 'usage', 'rawUsage', 'at', 'serviceTier', 'speed', 'region', 'tools'];
const USAGE_KEYS: ReadonlySet<string> = new Set([...Object.values(WHOLE), 'tools', 'reportedUsd']);

/** JavaScript knows no types: what TypeScript would refuse is refused here, before it gives a wrong number. */
function checked(call: unknown): PriceCall {
  if (!isObject(call)) throw wrong('price()', 'a call, as in { provider, model, usage }', call);
  for (const key of Object.keys(call)) {
    if (!KEYS.includes(key))
      throw new TypeError(`taskmeter: price(): unknown ${key}${closest(key, KEYS)}; known are ${KEYS.join(', ')}`);
  }
  const { provider, usage, rawUsage, at, tools } = call;
  if (typeof provider !== 'string' || provider === '')
    throw wrong('price(): provider', 'a name, as in "openai"', provider);
  for (const key of ['model', 'serviceTier', 'speed', 'region']) {
    const value = call[key];
    if (value !== undefined && typeof value !== 'string') throw wrong(`price(): ${key}`, 'a string', value);
  }
  if (usage !== undefined && rawUsage !== undefined) throw wrong('price()', 'usage or rawUsage, not both', call);
  if (rawUsage !== undefined && !isObject(rawUsage)) throw wrong('price(): rawUsage', 'an object', rawUsage);
  if (tools !== undefined && !isObject(tools)) throw wrong('price(): tools', 'an object of quantities', tools);
  if (at !== undefined && !Number.isFinite(at instanceof Date ? at.getTime() : at))
    throw wrong('price(): at', 'a Date or epoch milliseconds', at);
  return call as unknown as PriceCall;
}

/** Usage with a name in it that nobody knows is none that can be priced: what it counts would be left out. */
function sound(usage: Usage | undefined): Usage | undefined {
  // null is what JSON has for absent.
  if (usage === undefined || usage === null) return undefined;
  if (isObject(usage) && Object.keys(usage).every((key) => USAGE_KEYS.has(key))) return usage;
  return { inputTokens: NaN, outputTokens: NaN };
}

function money<K extends string>(key: K, atto: Atto | undefined): { readonly [Key in K]?: string } {
  return (atto === undefined ? {} : { [key]: formatUsd(atto) }) as { readonly [Key in K]?: string };
}

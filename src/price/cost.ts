import type { Usage } from '../call.ts';
import { matchModel, tariffAt, type Catalogue } from './catalogue.ts';
import { consumptionOf, type Consumption } from './consumption.ts';
import { asciiLower } from './match.ts';
import { MAX_ATTO, parseUsd, type Atto } from './money.ts';
import { TOKEN_UNITS, UNIT, type Rates } from './price-list.ts';
import { amountOf, type Rate } from './rate.ts';
import { cacheSavingOf } from './saving.ts';
import { feesOf, ratesFor, type Tariff } from './tariff.ts';
import { STANDARD } from './when.ts';

export type { Atto } from './money.ts';

/** Everything a price depends on. */
export interface PriceQuery {
  /** Value of `gen_ai.provider.name`, or a vendor's spelling of it. */
  readonly provider: string;
  /** Response model, else request model, verbatim. */
  readonly model?: string | undefined;
  readonly usage?: Usage | undefined;
  /** Start of the call, epoch milliseconds: the price in force is the one at this instant, UTC. */
  readonly at: number;
  readonly serviceTier?: string | undefined;
  readonly speed?: string | undefined;
  readonly region?: string | undefined;
}

export type PriceStatus =
  | 'priced'
  /** By what an hour of the user's own hardware costs, and what it is taken to get done in it. */
  | 'modelled'
  /** The provider's own number. */
  | 'reported'
  /** Some unit has no price: the total is a lower bound. */
  | 'partial'
  | 'unknown_model'
  | 'unknown_usage'
  | 'invalid_usage'
  | 'not_billed';

/** One billed unit. Lines are disjoint and sum to the total; reasoning is a note on `output`, not a line. */
export interface CostLine {
  readonly unit: string;
  readonly quantity: number;
  readonly atto: Atto;
}

export interface Cost {
  readonly status: PriceStatus;
  /**
   * Absent unless the status is priced, modelled, reported, partial or not_billed: unknown is never 0. Absent too when partial and
   * not one unit has a price.
   */
  readonly total?: Atto | undefined;
  /** Empty where the provider's own number stands. */
  readonly lines: readonly CostLine[];
  /** What caching saved, net of the premium for writing; may be negative. Absent where the call has no cache counts or no price. */
  readonly cacheSaving?: Atto | undefined;
  /** Part of the output's cost that reasoning made. */
  readonly reasoning?: Atto | undefined;
  /**
   * `provider/model@from` of the row that priced the call, without `@from` where the row has no beginning, and with `*factor`
   * for each discount.
   */
  readonly priceId?: string | undefined;
  readonly catalogue: string;
  /** What had to be assumed: `cache_write_5m`. */
  readonly assumed: readonly string[];
  /** Units the row has no price for; with status `partial`. */
  readonly unpricedUnits: readonly string[];
}

/** The price of one call. Pure and total: whatever comes in, a status comes out. */
export function priceOf(catalogue: Catalogue, query: PriceQuery): Cost {
  const { usage } = query;
  if (usage?.reportedUsd !== undefined) return reported(catalogue, usage.reportedUsd);
  if (query.model === undefined) return without(catalogue, 'unknown_model');
  const match = matchModel(catalogue, query.provider, query.model);
  const tariff = tariffAt(match, query.at);
  if (tariff === undefined) return without(catalogue, 'unknown_model');
  const consumption = usage === undefined ? 'unknown_usage' : consumptionOf(usage, tariff.row.terms.split);
  if (typeof consumption === 'string') return without(catalogue, consumption);
  const rates = ratesFor(tariff, {
    serviceTier: serviceTierOf(query.serviceTier),
    speed: speedOf(query.speed),
    region: match.region === '' ? (query.region === undefined ? '' : asciiLower(query.region)) : match.region,
    inputTokens: consumption.inputTokens,
    at: query.at,
  });
  return price(catalogue, tariff, rates, consumption);
}

/** A failed call the provider does not bill: nothing, and known to be nothing. */
export function notBilled(catalogue: Pick<Catalogue, 'version'>): Cost {
  return { ...without(catalogue, 'not_billed'), total: 0n };
}

function price(catalogue: Catalogue, tariff: Tariff, rates: Rates, consumption: Consumption): Cost {
  const lines: CostLine[] = [];
  let unpricedUnits: string[] | undefined;
  let total = 0n;
  const { tokens, tools } = consumption;
  for (let index = 0; index < tokens.length; index += 1) {
    const quantity = tokens[index]!;
    if (quantity === 0) continue;
    const unit = TOKEN_UNITS[index]!;
    const rate = rates[index];
    if (rate === undefined) (unpricedUnits ??= []).push(unit);
    else total += add(lines, unit, quantity, rate);
  }
  for (const { unit, quantity } of tools) {
    const fee = feesOf(tariff).get(unit);
    if (fee === undefined) (unpricedUnits ??= []).push(unit);
    else total += add(lines, unit, Math.max(quantity, fee.min), fee);
  }
  for (const unit of tariff.row.terms.eachCall) {
    if (tools.some((tool) => tool.unit === unit)) continue;
    const fee = feesOf(tariff).get(unit);
    if (fee === undefined) (unpricedUnits ??= []).push(unit);
    else total += add(lines, unit, Math.max(1, fee.min), fee);
  }
  if (total > MAX_ATTO) return without(catalogue, 'invalid_usage');
  const { reasoningTokens } = consumption;
  const reasoningRate = reasoningTokens === undefined ? undefined : (rates[UNIT.reasoning] ?? rates[UNIT.output]);
  return {
    status: unpricedUnits !== undefined ? 'partial' : tariff.row.terms.isModelled ? 'modelled' : 'priced',
    total: unpricedUnits !== undefined && lines.length === 0 ? undefined : total,
    lines,
    cacheSaving: consumption.hasCacheCounts ? cacheSavingOf(rates, tokens) : undefined,
    reasoning: reasoningRate && amountOf(reasoningRate, reasoningTokens ?? 0),
    priceId: tariff.priceId,
    catalogue: catalogue.version,
    assumed: consumption.assumed5m ? CACHE_WRITE_5M : NOTHING,
    unpricedUnits: unpricedUnits ?? NOTHING,
  };
}

const NOTHING: readonly string[] = [];
const CACHE_WRITE_5M: readonly string[] = ['cache_write_5m'];

function add(lines: CostLine[], unit: string, quantity: number, rate: Rate): Atto {
  const atto = amountOf(rate, quantity);
  lines.push({ unit, quantity, atto });
  return atto;
}

/** Whether part of what was used has no price, or nothing is known of it: a sum with this cost in it is a lower bound. */
export function isUnpriced({ total, status }: Pick<Cost, 'total' | 'status'>): boolean {
  return total === undefined || status === 'partial';
}

function reported(catalogue: Catalogue, usd: unknown): Cost {
  const total = typeof usd === 'string' ? parseUsd(usd) : undefined;
  if (total === undefined || total < 0n) return without(catalogue, 'invalid_usage');
  return { ...without(catalogue, 'reported'), total };
}

function without(catalogue: Pick<Catalogue, 'version'>, status: PriceStatus): Cost {
  return { status, lines: [], catalogue: catalogue.version, assumed: [], unpricedUnits: [] };
}

/** OpenAI renamed priority to fast; a default is the standard. A tier this does not know keeps its name. */
function serviceTierOf(tier: string | undefined): string {
  if (tier === undefined) return STANDARD;
  const lower = asciiLower(tier);
  return TIERS.get(lower) ?? lower;
}

function speedOf(speed: string | undefined): string {
  return speed === undefined || speed === '' ? STANDARD : asciiLower(speed);
}

const TIERS: ReadonlyMap<string, string> = new Map([
  ['', STANDARD],
  ['auto', STANDARD],
  ['default', STANDARD],
  ['standard_only', STANDARD],
  ['on_demand', STANDARD],
  ['fast', 'priority'],
]);

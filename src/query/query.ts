import type { Usage } from '../call.ts';
import { isObject, number, text, type Fields } from '../narrow.ts';
import { providerName, type Catalogue } from '../price/catalogue.ts';
import { notBilled, priceOf, type Cost, type PriceQuery } from '../price/cost.ts';
import { readRawUsage, type RawUsage } from '../providers/raw-usage.ts';
import { attributeUsage, hasAttributes } from './attribute-usage.ts';
import { saidUsage, toolsOf } from './said-usage.ts';

/** A question for a price as JSON has it: one call, as the shared vectors write it. */
export interface Query extends PriceQuery {
  /** The call failed and used nothing: it is not billed. */
  readonly failed: boolean;
}

/** Why a value is no query: the field, what is expected and what was got. */
export class QueryError extends TypeError {
  override readonly name = 'QueryError';
}

/**
 * Reads a query: `provider`, `model`, `usage` or `raw_usage` (as the provider sent it, which is believed where both are
 * there), `tool_usage`, `context` (`service_tier`, `speed`, `region`, `http_status`) and `at`, an instant or epoch
 * milliseconds, `now` when absent. `null` and absent are the same, and further fields are somebody else's.
 *
 * @throws {QueryError} when it is none. Usage that makes no sense is no error but a status.
 */
export function readQuery(catalogue: Catalogue, value: unknown, now: number): Query {
  if (!isObject(value)) throw new QueryError(`expected a JSON object, got ${shown(value)}`);
  const provider =
    text(value['provider']) ?? expected('provider', 'the name of one, as in "openai"', value['provider']);
  const model = value['model'] ?? undefined;
  if (model !== undefined && typeof model !== 'string') expected('model', 'a name', model);
  const context = { ...value, ...contextOf(value) };
  const said = objectOrNone(value, 'usage');
  const sent = objectOrNone(value, 'raw_usage');
  const raw = sent && readSent(providerName(catalogue, provider), sent);
  const usage = raw?.usage ?? (said && saidUsage(said));
  const failedStatus = (number(context['http_status']) ?? 0) >= 400;
  return {
    provider,
    model,
    at: instant(value['at'], now),
    usage: withTools(usage, toolsOf(value['tool_usage'])),
    serviceTier: text(context['service_tier']) ?? raw?.serviceTier ?? text(context['service_tier_requested']),
    speed: text(context['speed']) ?? raw?.speed,
    region: text(context['region']) ?? text(context['location']) ?? text(context['inference_geo']) ?? raw?.region,
    failed: value['failed'] === true || (failedStatus && usage === undefined),
  };
}

/** The price of what a query asks for. */
export function ask(catalogue: Catalogue, query: Query): Cost {
  return query.failed ? notBilled(catalogue) : priceOf(catalogue, query);
}

/** Usage as somebody else wrote it down: a provider, or the attributes of a span. */
export function readSent(provider: string, raw: Fields): RawUsage {
  return hasAttributes(raw) ? { usage: attributeUsage(raw) } : readRawUsage(provider, raw);
}

/** The usage with further tools in it. */
export function withTools(usage: Usage | undefined, tools: Usage['tools']): Usage | undefined {
  return tools === undefined ? usage : { ...usage, tools: { ...usage?.tools, ...tools } };
}

/** What of a context is a text, and what it is often written as: taken for nothing it would be a standard price without a word. */
const CONTEXT_TEXTS = ['service_tier', 'service_tier_requested', 'speed', 'region', 'location', 'inference_geo'];
const CONTEXT_SLIPS = ['tier', 'serviceTier'];

function contextOf(value: Fields): Fields {
  const context = objectOrNone(value, 'context') ?? {};
  for (const key of CONTEXT_TEXTS) {
    const found = context[key] ?? '';
    if (typeof found !== 'string') expected(`context.${key}`, 'text', found);
  }
  for (const key of CONTEXT_SLIPS)
    if (context[key] !== undefined) throw new QueryError(`context.${key}: it is called service_tier`);
  return context;
}

function objectOrNone(value: Fields, key: string): Fields | undefined {
  const found = value[key] ?? undefined;
  if (found === undefined) return undefined;
  return isObject(found) ? found : expected(key, 'an object', found);
}

const INSTANT =
  /^(\d{4}-\d\d-\d\d)(?:T(?:[01]\d|2[0-3]):\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))?$/;
/** As far as the collector's nanoseconds go, to the year 2262. */
const MAX_INSTANT = 9.2e12;

function instant(value: unknown, now: number): number {
  if (value === undefined || value === null) return now;
  if (typeof value === 'number' && Math.abs(value) <= MAX_INSTANT) return value;
  const [text = '', day = ''] = (typeof value === 'string' && INSTANT.exec(value)) || [];
  const at = isDay(day) ? Date.parse(text) : NaN;
  return !(Math.abs(at) <= MAX_INSTANT)
    ? expected('at', 'an instant with its zone, as in "2026-11-24T12:00:00Z"', value)
    : at;
}

/** The 30th of February is read as the 2nd of March. */
function isDay(day: string): boolean {
  const at = Date.parse(day);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

function expected(field: string, what: string, got: unknown): never {
  throw new QueryError(`${field}: expected ${what}, got ${shown(got)}`);
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}

/** Why a call has no price, or not for all it used, in words; and which models are spelled nearly like the one that nobody knows. */
import { matchModel, providerName, tariffAt, type Catalogue } from '../../price/catalogue.ts';
import type { Cost } from '../../price/cost.ts';
import { normaliseModel } from '../../price/match.ts';
import type { Row } from '../../price/row.ts';
import { providersOf } from '../catalogue.ts';
import { instantText } from '../instant.ts';
import { nearest } from '../nearest.ts';
import type { CallQuery } from './flags.ts';

export interface NoPrice {
  readonly why: string;
  /** Ids of the provider's that are spelled most like the unknown one. To choose from: none of them is the price. */
  readonly nearest: readonly string[];
  readonly todo: string | undefined;
}

const HOW_MANY = 3;

/** `undefined` for a cost that is whole. */
export function whyNoPrice(
  catalogue: Catalogue,
  query: CallQuery,
  { status, unpricedUnits }: Pick<Cost, 'status' | 'unpricedUnits'>,
): NoPrice | undefined {
  const model = `${providerName(catalogue, query.provider)}/${query.model}`;
  if (status === 'unknown_model') return whyUnknown(catalogue, query);
  if (status === 'unknown_usage')
    return { why: `of what ${model} is billed for something is missing`, nearest: [], todo: MISSING };
  if (status === 'invalid_usage')
    return { why: 'these counts cannot be those of one call', nearest: [], todo: INVALID };
  if (status === 'partial')
    return { why: `${model} lists no price for ${unpricedUnits.join(', ')}${under(query)}`, nearest: [], todo: GUESS };
  return undefined;
}

const MISSING = 'say --input and --output, 0 where there is none';
const INVALID =
  '--input is all input, with what was read from the cache or written to it and with audio, images and video; --output is all output, with reasoning';
const GUESS = 'a price of another unit, tier or speed would be a guess; a price file (--prices) may list it';
const OWN = 'nothing is priced by a name that is like it; a price file (--prices) may list it';

function whyUnknown(catalogue: Catalogue, query: CallQuery): NoPrice {
  const provider = providerName(catalogue, query.provider);
  const { tariffs } = matchModel(catalogue, provider, query.model);
  if (tariffs.length > 0) {
    const from = Math.min(...tariffs.map((tariff) => tariff.from));
    const since = query.at < from ? ` before ${instantText(from)}` : ` at ${instantText(query.at)}`;
    return { why: `${provider}/${query.model} has no price${since}`, nearest: [], todo: undefined };
  }
  const rows = catalogue.layers.flatMap((layer) =>
    layer.rows.filter((row) => providerName(catalogue, row.provider) === provider),
  );
  if (rows.length === 0) {
    const providers = providersOf(catalogue);
    return {
      why: `there are no prices of ${query.provider}`,
      nearest: nearest(provider, providers, HOW_MANY),
      todo: `providers are ${providers.join(', ')}`,
    };
  }
  return {
    why: `${provider} has no model ${query.model}`,
    nearest: nearestModels(
      rows,
      normaliseModel(provider, query.model, (name) => providerName(catalogue, name) === provider).id,
    ),
    todo: elsewhere(catalogue, provider, query) ?? OWN,
  };
}

/** One id a model, that which is spelled most like `id`. */
function nearestModels(rows: readonly Row[], id: string): string[] {
  const ids = rows.map(({ model, aliases }) => nearest(id, [model, ...aliases], 1)[0] ?? model);
  return nearest(id, ids, HOW_MANY);
}

/** Providers that have this very model. */
function elsewhere(catalogue: Catalogue, provider: string, { model, at }: CallQuery): string | undefined {
  const others = providersOf(catalogue).filter(
    (other) => other !== provider && tariffAt(matchModel(catalogue, other, model), at) !== undefined,
  );
  return others.length === 0 ? undefined : `it has a price at ${others.join(', ')}: --provider ${others[0]}`;
}

function under({ serviceTier, speed }: CallQuery): string {
  const circumstances = [
    ...(serviceTier === undefined ? [] : [`tier ${serviceTier}`]),
    ...(speed === undefined ? [] : [`speed ${speed}`]),
  ];
  return circumstances.length === 0 ? '' : ` at ${circumstances.join(', ')}`;
}

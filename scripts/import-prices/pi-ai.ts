import { existsSync, readFileSync } from 'node:fs';
import { piAi, unpack } from './datasets.ts';
import { decimal, type Offer, type Prices } from './offer.ts';
import { normalise, type Provider } from './providers.ts';

interface Model {
  readonly id: string;
  readonly type?: string;
  readonly cost: Cost & { readonly tiers?: readonly (Cost & { readonly inputTokensAbove: number })[] };
}

interface Cost {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/**
 * What the data set says of a provider's chat models, as of 2026-11-10 and without history. A 0 of it is "not known", but for a model
 * that OpenRouter calls `:free`.
 */
export function readPiAi(provider: Provider): readonly Offer[] {
  if (provider.piAi === undefined) return [];
  const path = `${unpack(piAi)}/dist/providers/data/${provider.piAi}.json`;
  if (!existsSync(path)) throw new Error(`pi-ai has no provider ${provider.piAi}`);
  // By API, and then by type and id.
  const data = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, Readonly<Record<string, Model>>>>;
  const models = Object.values(data).flatMap((ofApi) => Object.values(ofApi));
  return models
    .filter((model) => (model.type ?? 'chat') === 'chat' && isPriced(model))
    .map((model) => {
      const { id, region } = normalise(provider, model.id);
      const variants = (model.cost.tiers ?? []).map(({ inputTokensAbove, ...cost }) => ({
        when: { context_input: { gt: inputTokensAbove } },
        prices: pricesOf(id, cost),
      }));
      const period = { prices: pricesOf(id, model.cost), fees: {}, variants };
      return { source: 'pi-ai' as const, provider: provider.name, ids: [id], region, history: [period] };
    })
    .filter(({ ids }) => ids.every((id) => provider.accepts?.(id) ?? true));
}

function isPriced({ id, cost }: Model): boolean {
  return cost.input > 0 || isFree(id);
}

const isFree = (id: string): boolean => id.endsWith(':free');

function pricesOf(id: string, { input, output, cacheRead, cacheWrite }: Cost): Prices {
  const known: (readonly [string, number])[] = [
    ['input', input],
    ['cache_read', cacheRead],
    [/claude/.test(id) ? 'cache_write_5m' : 'cache_write', cacheWrite],
    ['output', output],
  ];
  return Object.fromEntries(
    known
      .filter(([unit, usd]) => usd > 0 || (isFree(id) && (unit === 'input' || unit === 'output')))
      .map(([unit, usd]) => [unit, decimal(usd)]),
  );
}

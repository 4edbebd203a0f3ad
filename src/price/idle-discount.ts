import type { Catalogue } from './catalogue.ts';
import type { Discount } from './discount.ts';
import type { Layer } from './layer.ts';

/**
 * Discounts that lower nothing: no layer below has a row of their provider, or of their model by its own id. An alias there, or a
 * slip of the pen, is no error, since the next catalogue may have the row; but somebody pays, in the numbers, the full price.
 */
export function idleDiscounts({ layers }: Catalogue): readonly Discount[] {
  return layers.flatMap(({ discounts }, index) => {
    const below = layers.slice(index + 1);
    return [...discounts].flatMap(([provider, ofProvider]) =>
      ofProvider.filter(({ model }) => !below.some((layer) => hasRow(layer, provider, model))),
    );
  });
}

/** For people: which it is. */
export function idleDiscountText({ provider, model, text }: Discount): string {
  return `the discount ${text} on ${provider}${model === undefined ? '' : `/${model}`} lowers no price`;
}

/** What to do about it. */
export const IDLE_DISCOUNT_TODO = "name a provider, or a model by its row's own id: `npx taskmeter prices` lists them";

function hasRow({ byProvider }: Layer, provider: string, model: string | undefined): boolean {
  if (model === undefined) return byProvider.has(provider);
  return (
    byProvider
      .get(provider)
      ?.get(model)
      ?.some((row) => row.model === model) === true
  );
}

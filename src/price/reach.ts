import type { Field } from './fields.ts';
import type { Layer } from './layer.ts';
import { normaliseModel } from './match.ts';

/**
 * Refuses ids that no call arrives at, since a model's name is brought to another form before it is looked up: a negotiated price
 * under an inference profile's name, say, would lower nothing without a word. `nameOf` gives the name a provider goes by.
 * Throws PriceFileError.
 */
export function refuseUnreachable({ rows, discounts }: Layer, nameOf: (provider: string) => string): void {
  for (const { field, provider, aliases } of rows) {
    refuse(field.at('model'), provider, nameOf);
    if (aliases.length > 0) for (const alias of field.at('aliases').list()) refuse(alias, provider, nameOf);
  }
  for (const { field, provider, model } of [...discounts.values()].flat())
    if (model !== undefined) refuse(field.at('model'), provider, nameOf);
}

function refuse(field: Field, provider: string, nameOf: (provider: string) => string): void {
  const owner = nameOf(provider);
  const id = field.id();
  const reached = normaliseModel(owner, id, (prefix) => nameOf(prefix) === owner).id;
  if (reached !== id) field.fail(`${JSON.stringify(id)} is looked up as ${JSON.stringify(reached)}: write that`);
}

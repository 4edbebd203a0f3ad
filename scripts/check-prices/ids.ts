import { normaliseModel, asciiLower } from '../../src/price/match.ts';
import type { PriceFile } from './files.ts';

/** Ids that no call could ever arrive at, since the engine would turn them into others before it looks. */
export function unreachableIds(files: readonly PriceFile[]): readonly string[] {
  const owners = new Map(
    files.flatMap(({ content: { provider, names = [] } }) =>
      [provider, ...names].map((name) => [asciiLower(name), provider] as const),
    ),
  );
  return files.flatMap(({ path, content: { provider, rows } }) =>
    rows
      .flatMap(({ model, aliases = [] }) => [model, ...aliases])
      .flatMap((id) => {
        const reached = normaliseModel(provider, id, (prefix) => owners.get(asciiLower(prefix)) === provider).id;
        return reached === id ? [] : [`${path}: ${id} is looked up as ${reached}, so nothing reaches it`];
      }),
  );
}

import { readPriceFile } from './content.ts';
import type { Discount } from './discount.ts';
import { Field } from './fields.ts';
import { layerOf, type Layer } from './layer.ts';
import { asciiLower, findRows, normaliseModel, type RowsById } from './match.ts';
import { contains } from './period.ts';
import { refuseUnreachable } from './reach.ts';
import { tariffsOf, type Tariff } from './tariff.ts';

/** Prices to ask, with overrides in front. Immutable but for a bounded memory of what was asked. */
export interface Catalogue {
  /** Changes whenever a price does; with overrides `<catalogue>+<overrides>`. */
  readonly version: string;
  /** Every spelling of a provider, lower case, to the name it goes by. */
  readonly names: ReadonlyMap<string, string>;
  /** Asked in order; the first with a row in force answers. */
  readonly layers: readonly Layer[];
  readonly remembered: Memory;
}

/** What a catalogue knows of a provider's model, whatever the time. */
export interface Match {
  readonly provider: string;
  /** Region that the model id told; empty when the call's own counts. */
  readonly region: string;
  /** In the order they are asked: the first in force answers. */
  readonly tariffs: readonly Tariff[];
}

/** What was found, by provider and then by model: a key made of both would have to be made for each call. */
export type Memory = Map<string, Map<string, Match>>;

/** More models than an application ever meets; beyond it everything is forgotten and learnt again. */
const MAX_REMEMBERED = 4096;
/** Longer ids are looked up each time, so that memory stays bounded. */
const MAX_REMEMBERED_LENGTH = 256;

/**
 * Makes a catalogue of a price file's content, or of a whole catalogue's (`{version, files}`). Throws PriceFileError.
 * `version` is needed where the content has none; `names` are the provider spellings known beforehand.
 */
export function loadCatalogue(
  content: unknown,
  version?: string,
  names: ReadonlyMap<string, string> = new Map(),
): Catalogue {
  return read(content, version, names, false);
}

/** The same for content that was loaded before, when it was made: what a row charges is read when it is first asked. */
export function indexCatalogue(content: unknown): Catalogue {
  return read(content, undefined, new Map(), true);
}

function read(
  content: unknown,
  version: string | undefined,
  names: ReadonlyMap<string, string>,
  known: boolean,
): Catalogue {
  const root = new Field(content);
  const whole = isWholeCatalogue(content) ? root.mapping(['version', 'date', 'files']) : undefined;
  const contents = whole === undefined ? [root] : whole('files').list();
  const files = contents.map((file) => readPriceFile(file, known));
  const all = new Map(names);
  for (const file of files) {
    for (const [name, provider] of file.names) if (!all.has(asciiLower(name))) all.set(asciiLower(name), provider);
  }
  const catalogue: Catalogue = {
    version: version ?? whole?.('version').text() ?? root.fail('no version'),
    names: all,
    layers: [layerOf(files, all, known)],
    remembered: new Map(),
  };
  if (!known) for (const layer of catalogue.layers) refuseUnreachable(layer, (name) => providerName(catalogue, name));
  return catalogue;
}

/** `base` with `overrides`, which were loaded with its names, asked first. */
export function withOverrides(base: Catalogue, overrides: Catalogue): Catalogue {
  return {
    version: `${base.version}+${overrides.version}`,
    // A name the base knows keeps its meaning, or rows of the base would change hands.
    names: new Map([...overrides.names, ...base.names]),
    layers: [...overrides.layers, ...base.layers],
    remembered: new Map(),
  };
}

/** The name a provider goes by in this catalogue; a provider it does not know keeps its own. */
export function providerName(catalogue: Catalogue, provider: string): string {
  const lower = asciiLower(provider);
  return catalogue.names.get(lower) ?? lower;
}

/** All that is known of a model; remembered, since the same few are asked again and again. */
export function matchModel(catalogue: Catalogue, provider: string, model: string): Match {
  const ofProvider = catalogue.remembered.get(provider);
  const known = ofProvider?.get(model);
  if (known !== undefined) return known;
  const name = providerName(catalogue, provider);
  const { id, region } = normaliseModel(name, model, (prefix) => providerName(catalogue, prefix) === name);
  const match: Match = { provider: name, region, tariffs: findTariffs(catalogue.layers, name, id) };
  if (provider.length + model.length <= MAX_REMEMBERED_LENGTH) remember(catalogue.remembered, provider, model, match);
  return match;
}

function remember(memory: Memory, provider: string, model: string, match: Match): void {
  let remembered = 0;
  for (const { size } of memory.values()) remembered += size;
  if (remembered >= MAX_REMEMBERED) memory.clear();
  const ofProvider = memory.get(provider);
  if (ofProvider === undefined) memory.set(provider, new Map([[model, match]]));
  else ofProvider.set(model, match);
}

/** What a call is priced by at an instant (epoch milliseconds). */
export function tariffAt({ tariffs }: Match, at: number): Tariff | undefined {
  for (const tariff of tariffs) if (contains(tariff, at)) return tariff;
  return undefined;
}

function findTariffs(layers: readonly Layer[], provider: string, id: string): readonly Tariff[] {
  const tariffs: Tariff[] = [];
  /** Of the layers asked before, the lowest first. */
  const discounts: (readonly Discount[])[] = [];
  for (const layer of layers) {
    const rows = findRows(layer.byProvider.get(provider) ?? NO_ROWS, id);
    for (const row of rows) tariffs.push(...tariffsOf(row, provider, discounts));
    const ofLayer = layer.discounts.get(provider);
    if (ofLayer !== undefined) discounts.unshift(ofLayer);
  }
  return tariffs;
}

const NO_ROWS: RowsById = new Map();

function isWholeCatalogue(content: unknown): boolean {
  return typeof content === 'object' && content !== null && 'files' in content;
}

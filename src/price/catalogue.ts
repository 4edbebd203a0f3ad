import { Field, PriceFileError } from './fields.ts';
import { asciiLower, findRows, normaliseModel, type RowsById } from './match.ts';
import { readPriceFile, type PriceFile, type Row } from './row.ts';

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

export interface Layer {
  readonly rows: readonly Row[];
  readonly byProvider: ReadonlyMap<string, RowsById>;
}

/** What a catalogue knows of a provider's model, whatever the time. */
export interface Match {
  readonly provider: string;
  /** Region that the model id told; empty when the call's own counts. */
  readonly region: string;
  /** One list a layer that knows the model. */
  readonly histories: readonly (readonly Row[])[];
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
  const catalogue = indexCatalogue(content, version, names);
  // Every row is read now, so that a mistake in one shows now and not at a call.
  for (const layer of catalogue.layers) for (const row of layer.rows) void row.terms;
  return catalogue;
}

/** The same for content that was loaded before, when it was made: what a row charges is read when it is first asked. */
export function indexCatalogue(content: unknown, version?: string, names?: ReadonlyMap<string, string>): Catalogue {
  const root = new Field(content);
  const whole = isWholeCatalogue(content) ? root.mapping(['version', 'files']) : undefined;
  const files = whole === undefined ? [readPriceFile(root)] : whole('files').list().map(readPriceFile);
  const all = new Map(names);
  for (const file of files) {
    for (const [name, provider] of file.names) if (!all.has(asciiLower(name))) all.set(asciiLower(name), provider);
  }
  return {
    version: version ?? whole?.('version').text() ?? root.fail('no version'),
    names: all,
    layers: [
      layerOf(
        files.flatMap((file: PriceFile) => file.rows),
        all,
      ),
    ],
    remembered: new Map(),
  };
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
  const match: Match = {
    provider: name,
    region,
    histories: catalogue.layers
      .map((layer) => findRows(layer.byProvider.get(name) ?? new Map<string, readonly Row[]>(), id))
      .filter((rows) => rows.length > 0),
  };
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

/** The row in force at an instant (epoch milliseconds): from ≤ at < to. */
export function rowAt(match: Match, at: number): Row | undefined {
  for (const history of match.histories) {
    for (const row of history) if (row.from <= at && at < row.to) return row;
  }
  return undefined;
}

function layerOf(rows: readonly Row[], names: ReadonlyMap<string, string>): Layer {
  const byProvider = new Map<string, Map<string, Row[]>>();
  for (const row of rows) {
    const name = names.get(asciiLower(row.provider)) ?? asciiLower(row.provider);
    let byId = byProvider.get(name);
    if (byId === undefined) byProvider.set(name, (byId = new Map()));
    for (const id of new Set([row.model, ...row.aliases])) {
      const others = byId.get(id) ?? [];
      const rival = others.find((other) => row.from < other.to && other.from < row.to);
      if (rival !== undefined)
        throw new PriceFileError(
          ['rows'],
          `${name}/${id} has two prices at the same time: rows ${rival.model} and ${row.model}`,
        );
      byId.set(id, [...others, row]);
    }
  }
  return { rows, byProvider };
}

function isWholeCatalogue(content: unknown): boolean {
  return typeof content === 'object' && content !== null && 'files' in content;
}

import type { PriceFile } from './content.ts';
import type { Discount } from './discount.ts';
import { type Field, formatPlace } from './fields.ts';
import { asciiLower, type RowsById } from './match.ts';
import { overlap, type Period } from './period.ts';
import type { Row } from './row.ts';
import type { Tool } from './tool.ts';

/** What is asked together: a file of overrides, or all files of a catalogue. */
export interface Layer {
  /** All of them, in the order of the files. */
  readonly rows: readonly Row[];
  /** By the name a provider goes by. */
  readonly byProvider: RowsByProvider;
  /** By provider. They lower what the layers below charge. */
  readonly discounts: ReadonlyMap<string, readonly Discount[]>;
  /** By name. */
  readonly tools: ReadonlyMap<string, readonly Tool[]>;
}

/** Rows by provider and then by id; those of a provider are read when first asked for. */
export type RowsByProvider = Pick<ReadonlyMap<string, RowsById>, 'get' | 'has'>;

/**
 * Puts files side by side, none of which may say something else at the same time. Throws PriceFileError where one does; of files
 * that are `known` to be sound nobody asks. `names` has the providers' spellings.
 */
export function layerOf(files: readonly PriceFile[], names: ReadonlyMap<string, string>, known: boolean): Layer {
  const nameOf = (provider: string): string => names.get(asciiLower(provider)) ?? asciiLower(provider);
  const byProvider = new ProviderRows();
  // Rows that are not read yet are all of their file's provider.
  if (known) for (const file of files) byProvider.add(nameOf(file.provider ?? ''), () => file.rows);
  else for (const row of files.flatMap((file) => file.rows)) byProvider.add(nameOf(row.provider), () => [row]);
  if (!known) byProvider.readAll();
  return {
    get rows() {
      return files.flatMap((file) => file.rows);
    },
    byProvider,
    discounts: discountsOf(files, nameOf),
    tools: toolsOf(files),
  };
}

class ProviderRows implements RowsByProvider {
  readonly #unread = new Map<string, (() => readonly Row[])[]>();
  readonly #read = new Map<string, RowsById>();

  add(name: string, rows: () => readonly Row[]): void {
    const others = this.#unread.get(name);
    if (others === undefined) this.#unread.set(name, [rows]);
    else others.push(rows);
  }

  has(name: string): boolean {
    return this.#unread.has(name);
  }

  get(name: string): RowsById | undefined {
    let byId = this.#read.get(name);
    if (byId !== undefined || !this.#unread.has(name)) return byId;
    byId = rowsById(
      name,
      (this.#unread.get(name) ?? []).flatMap((rows) => rows()),
    );
    this.#read.set(name, byId);
    return byId;
  }

  readAll(): void {
    for (const name of this.#unread.keys()) this.get(name);
  }
}

function rowsById(name: string, rows: readonly Row[]): RowsById {
  const byId = new Map<string, Row[]>();
  for (const row of rows) {
    add(byId, row.model, row, name);
    for (const alias of row.aliases) if (byId.get(alias)?.at(-1) !== row) add(byId, alias, row, name);
  }
  return byId;
}

function discountsOf(
  files: readonly PriceFile[],
  nameOf: (provider: string) => string,
): ReadonlyMap<string, readonly Discount[]> {
  const discounts = new Map<string, Discount[]>();
  for (const discount of files.flatMap((file) => file.discounts)) {
    const name = nameOf(discount.provider);
    const others = discounts.get(name) ?? [];
    const rival = others.find((other) => other.model === discount.model && overlap(other, discount));
    if (rival !== undefined)
      refuse(discount, rival, `${name}${discount.model === undefined ? '' : `/${discount.model}`} has two discounts`);
    discounts.set(name, [...others, discount]);
  }
  return discounts;
}

function toolsOf(files: readonly PriceFile[]): ReadonlyMap<string, readonly Tool[]> {
  const tools = new Map<string, Tool[]>();
  for (const tool of files.flatMap((file) => file.tools)) add(tools, tool.name, tool, 'tool');
  return tools;
}

/** Puts it beside the others of its key, none of which may be in force when it is. */
function add<T extends Dated>(all: Map<string, T[]>, key: string, item: T, owner: string): void {
  const others = all.get(key);
  if (others === undefined) {
    all.set(key, [item]);
    return;
  }
  const rival = others.find((other) => overlap(other, item));
  if (rival !== undefined) refuse(item, rival, `${owner}/${key} has two prices`);
  others.push(item);
}

interface Dated extends Period {
  readonly field: Field;
}

function refuse(item: Dated, rival: Dated, what: string): never {
  return item.field.fail(`${what} at the same time; the other is ${formatPlace(rival.field.place)}`);
}

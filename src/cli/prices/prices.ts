/** `taskmeter prices`: looks into the catalogue. */
import { closest } from '../../closest.ts';
import { matchModel, providerName, type Catalogue } from '../../price/catalogue.ts';
import { type Flags, readArguments, textFlag, textFlags } from '../arguments.ts';
import { openPrices, providersOf } from '../catalogue.ts';
import { type Command, type Io, UsageError } from '../command.ts';
import { instantText, readInstant, thisSecond } from '../instant.ts';
import { nearest } from '../nearest.ts';
import { checkText, freshnessJson, freshnessOf } from './check.ts';
import { changeJson, changesBetween, diffText } from './diff.ts';
import { entriesAt, matching, type Model, modelsOf } from './entries.ts';
import { HELP } from './help.ts';
import { entryJson, listText } from './list.ts';
import { historyOf, showText } from './show.ts';

const NOT_FOUND = 3;

/** What a subcommand works with. */
interface Asked {
  readonly catalogue: Catalogue;
  readonly flags: Flags;
  /** Without the name of the subcommand. */
  readonly words: readonly string[];
  /** Epoch milliseconds. */
  readonly at: number;
  readonly io: Io;
}

const subcommands: Readonly<Record<string, (asked: Asked) => number>> = { list, show, diff, check };

export const prices: Command = {
  name: 'prices',
  about: 'looks into the price catalogue: lists, shows, compares two instants, tells how fresh it is',
  help: HELP,
  async run(args, io) {
    const { flags, words } = readArguments(args, FLAGS, 8);
    const [first = 'list'] = words;
    const isNamed = Object.hasOwn(subcommands, first);
    const run = subcommands[isNamed ? first : 'list'] ?? list;
    const now = thisSecond();
    return run({
      catalogue: openPrices(textFlags(flags, 'prices'), io),
      flags,
      words: isNamed ? words.slice(1) : words,
      at: readInstant('--at', textFlag(flags, 'at') ?? 'now', now),
      io,
    });
  },
};

const FLAGS = {
  provider: { type: 'string' },
  at: { type: 'string' },
  prices: { type: 'string', multiple: true },
  all: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

function list({ catalogue, flags, words, at, io }: Asked): number {
  const found = matching(entriesAt(catalogue, at).filter(isOf(providerOf(catalogue, flags))), words);
  if (flags['json'] === true) io.out(jsonLines(found.map(entryJson)));
  else if (found.length > 0) io.out(listText(catalogue, found, at, io.width));
  if (found.length > 0) return 0;
  const hint = closest(words[0] ?? '', Object.keys(subcommands));
  const name = words.length === 0 ? '' : ` with ${words.join(' and ')} in its name`;
  io.err(`taskmeter: no model${name} has a price at ${instantText(at)}${hint}\n`);
  return NOT_FOUND;
}

function show({ catalogue, flags, words, at, io }: Asked): number {
  const [name, ...more] = words;
  if (name === undefined || more.length > 0) throw new UsageError('show takes one model: openai/gpt-4.1');
  const candidates = modelsNamed(catalogue, name, providerOf(catalogue, flags));
  const [found, ...others] = candidates;
  if (found === undefined) {
    const known = modelsOf(catalogue).map(({ provider, model }) => `${provider}/${model}`);
    const wanted = name.includes('/') ? known : known.map((id) => id.slice(id.indexOf('/') + 1));
    io.err(`taskmeter: there is no price of ${name}\nnearest ids: ${nearest(name, wanted, 3).join(', ')}\n`);
    return NOT_FOUND;
  }
  if (others.length > 0) {
    const ids = candidates.map(({ provider, model }) => `${provider}/${model}`);
    throw new UsageError(`${name} has a price at several providers: ${ids.join(', ')}`);
  }
  if (flags['json'] === true) {
    io.out(jsonLines(historyOf(catalogue, found).map((tariff) => entryJson({ ...found, tariff }))));
  } else io.out(showText(catalogue, found, at, io.width));
  return 0;
}

function diff({ catalogue, flags, words, io }: Asked): number {
  const [before, after, ...more] = words;
  if (before === undefined || after === undefined || more.length > 0 || flags['at'] !== undefined)
    throw new UsageError('diff takes two instants: prices diff 2026-01-01 now');
  const now = thisSecond();
  const range = [readInstant('the first instant', before, now), readInstant('the second', after, now)] as const;
  const changes = changesBetween(catalogue, range, isOf(providerOf(catalogue, flags)));
  io.out(
    flags['json'] === true
      ? jsonLines(changes.map(changeJson))
      : diffText(changes, { range, all: flags['all'] === true, width: io.width }),
  );
  return 0;
}

function check({ catalogue, flags, words, at, io }: Asked): number {
  if (words.length > 0) throw new UsageError(`unexpected ${words[0]}`);
  const sums = freshnessOf(catalogue, at, isOf(providerOf(catalogue, flags)));
  io.out(flags['json'] === true ? jsonLines(sums.map(freshnessJson)) : checkText(sums, catalogue, at, io.width));
  return 0;
}

/**
 * The models a person may mean, as calls find them, by id, alias or without its date: `openai/o3` is OpenAI's and only then
 * what a router calls so, `o3` anybody's.
 */
function modelsNamed(catalogue: Catalogue, name: string, provider: string | undefined): Model[] {
  const slash = name.indexOf('/');
  const own = slash === -1 ? undefined : modelAt(catalogue, name.slice(0, slash), name.slice(slash + 1));
  if (own !== undefined && (provider === undefined || own.provider === provider)) return [own];
  const providers = provider === undefined ? providersOf(catalogue) : [provider];
  return providers.flatMap((each) => modelAt(catalogue, each, name) ?? []);
}

function modelAt(catalogue: Catalogue, provider: string, id: string): Model | undefined {
  const match = matchModel(catalogue, provider, id);
  const model = match.tariffs[0]?.row.model;
  return model === undefined ? undefined : { provider: match.provider, model };
}

/** The provider of `--provider`, by the name it goes by. */
function providerOf(catalogue: Catalogue, flags: Flags): string | undefined {
  const asked = textFlag(flags, 'provider');
  if (asked === undefined) return undefined;
  const provider = providerName(catalogue, asked);
  const known = providersOf(catalogue);
  if (known.includes(provider)) return provider;
  throw new UsageError(
    `there are no prices of ${asked}${closest(provider, known)}; there are those of ${known.join(', ')}`,
  );
}

function isOf(provider: string | undefined): (model: Model) => boolean {
  return (model) => provider === undefined || model.provider === provider;
}

/** A list with a line for each of its items. */
function jsonLines(items: readonly object[]): string {
  return items.length === 0 ? '[]' : `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
}

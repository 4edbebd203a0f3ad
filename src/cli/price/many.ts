/** Prices of many calls: a line of JSON in, a line of JSON out, in order and in bounded memory. */
import { fields } from '../../narrow.ts';
import type { Catalogue } from '../../price/catalogue.ts';
import type { Cost } from '../../price/cost.ts';
import { ask, QueryError, readQuery } from '../../query/query.ts';
import { type Io, UsageError } from '../command.ts';
import { type Shown, shown } from './answer.ts';
import { type Line, linesOf } from './lines.ts';
import { callsOf, together } from './several.ts';

/** An answer to a line. */
type Answered = Identity & (Shown | Unread);

/** The `id` of a query, which comes back: a text or a number. */
interface Identity {
  readonly id?: string | number;
}

/** In place of the answer to a line that cannot be read, so that the answers stay one a line. */
interface Unread {
  readonly status: 'unread';
  readonly usd: null;
  readonly lines: readonly [];
  readonly price_id: null;
  /** With the number of the line, which is from 1. */
  readonly error: string;
}

/**
 * Answers the lines on stdin; `now` is the start of calls that say none. Gives the number of lines that could not be read.
 *
 * @throws {UsageError} when stdin itself cannot be read.
 */
export async function priceLines(catalogue: Catalogue, now: number, { stdin, write, err }: Io): Promise<number> {
  let unread = 0;
  let any = false;
  let isHinted = false;
  for await (const lines of linesOf(readable(stdin))) {
    const answers = lines.map((line) => answerTo(line, catalogue, now));
    const sent = isHinted ? undefined : lines.find((line, index) => isSentAsUsage(line, answers[index]!));
    if (sent !== undefined) {
      err(`taskmeter: line ${sent.number}: usage looks like what a provider sent; that goes under raw_usage\n`);
      isHinted = true;
    }
    for (const answer of answers) {
      if (!('error' in answer)) continue;
      unread += 1;
      err(`taskmeter: ${answer.error}\n`);
    }
    any ||= answers.length > 0;
    if (answers.length > 0) await write(answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
  }
  if (!any) err('taskmeter: no calls came on stdin; taskmeter price --help says what they look like\n');
  return unread;
}

/** A field of usage that only providers have: in `usage` its count is one of an unknown unit. */
const SENT = /^(?:prompt|completion)_tokens$|_tokens_details$|TokenCount$|Tokens$|^cache_\w+_input_tokens$/;

/** Whether a call lacks a price because its usage stands where ours would. */
function isSentAsUsage({ text }: Line, { status }: Answered): boolean {
  if (text === undefined || (status !== 'partial' && status !== 'invalid_usage')) return false;
  const { usage, raw_usage: raw } = fields(JSON.parse(text));
  return raw === undefined && Object.keys(fields(usage)).some((key) => SENT.test(key));
}

/** Whatever goes wrong with the file or pipe behind it is not ours. */
async function* readable(stdin: Io['stdin']): AsyncGenerator<Uint8Array> {
  try {
    yield* stdin;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    throw code === undefined ? error : new UsageError(`cannot read stdin: ${code}`);
  }
}

function answerTo(line: Line, catalogue: Catalogue, now: number): Answered {
  const { number, text } = line;
  if (text === undefined) return unreadable(number, 'longer than 1 MiB');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return unreadable(number, `not JSON${placeOf(error)}`);
  }
  const identity = identityOf(value);
  try {
    return { ...identity, ...shown(costOf(value, catalogue, now)) };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return { ...identity, ...unreadable(number, error.message) };
  }
}

function identityOf(value: unknown): Identity {
  const { id } = fields(value);
  return typeof id === 'string' || typeof id === 'number' ? { id } : {};
}

function costOf(value: unknown, catalogue: Catalogue, now: number): Cost {
  const { queries, times } = callsOf(value);
  const [first, ...more] = queries.map((query) => ask(catalogue, readQuery(catalogue, query, now)));
  return together([first!, ...more], times);
}

function unreadable(number: number, why: string): Unread {
  return { status: 'unread', usd: null, lines: [], price_id: null, error: `line ${number}: ${why}` };
}

/** Where the parser stopped. What stands there is not repeated: it may be anything. */
function placeOf(error: unknown): string {
  const [, place] = /position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
  return place === undefined ? '' : ` after ${place} characters`;
}

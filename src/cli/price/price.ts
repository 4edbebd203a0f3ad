/** `taskmeter price`: what a call costs, from flags, or what many cost, from lines of JSON. */
import type { Catalogue } from '../../price/catalogue.ts';
import { isUnpriced, priceOf, type Cost } from '../../price/cost.ts';
import { toolPrice } from '../../price/tool-price.ts';
import { readArguments, textFlags } from '../arguments.ts';
import { openPrices } from '../catalogue.ts';
import { type Command, type Io, UsageError } from '../command.ts';
import { thisSecond } from '../instant.ts';
import { nearest } from '../nearest.ts';
import { shown } from './answer.ts';
import { describesCall, type Described, FLAGS, readCall } from './flags.ts';
import { HELP } from './help.ts';
import { priceLines } from './many.ts';
import { whyNoPrice } from './no-price.ts';
import { reportCost } from './report.ts';

/** Exit statuses, besides 0 and the 2 of a UsageError. */
const UNREAD_LINES = 1;
const NO_PRICE = 3;

export const price: Command = {
  name: 'price',
  about: 'prices one call from flags, or many from lines of JSON on stdin',
  help: HELP,
  async run(args, io) {
    const { flags, words } = readArguments(args, FLAGS, 1);
    const [word] = words;
    if (word !== undefined && word !== '-') throw new UsageError(`unexpected ${word}`);
    const catalogue = openPrices(textFlags(flags, 'prices'), io);
    if (describesCall(flags)) {
      if (word === '-') throw new UsageError('a call is described by flags or by lines on stdin, not by both');
      return priceOne(catalogue, readCall(flags, thisSecond()), flags['json'] === true, io);
    }
    if (word === undefined && io.stdin.isTTY === true)
      throw new UsageError('which call? --provider, --model, --input and --output say it, or lines of JSON on stdin');
    return (await priceLines(catalogue, Date.now(), io)) === 0 ? 0 : UNREAD_LINES;
  },
};

function priceOne(catalogue: Catalogue, call: Described, json: boolean, io: Io): number {
  const cost = costOf(catalogue, call);
  const lack = call.query && whyNoPrice(catalogue, call.query, cost);
  if (json) io.out(JSON.stringify({ ...shown(cost), ...(lack && { nearest: lack.nearest }) }));
  else if (cost.total !== undefined) io.out(reportCost(catalogue, call.query, cost, io.width));
  if (lack !== undefined) {
    io.err(`taskmeter: ${cost.total === undefined ? 'no price' : 'a lower bound'}: ${lack.why} (${cost.status})\n`);
    if (lack.nearest.length > 0) io.err(`nearest ids: ${lack.nearest.join(', ')}\n`);
    if (lack.todo !== undefined) io.err(`${lack.todo}\n`);
  }
  return isUnpriced(cost) ? NO_PRICE : 0;
}

/** The cost of the call and of the tool calls that belong to it. */
function costOf(catalogue: Catalogue, { query, tools, at }: Described): Cost {
  const base: Cost =
    query === undefined
      ? { status: 'priced', total: 0n, lines: [], catalogue: catalogue.version, assumed: [], unpricedUnits: [] }
      : priceOf(catalogue, query);
  return [...tools].reduce((cost, [tool, calls]) => {
    const one = toolPrice(catalogue, { tool, at });
    if (one?.total === undefined)
      throw new UsageError(`no price file has the tool ${tool}${toolsText(catalogue, tool)}`);
    if (calls === 0) return cost;
    const atto = one.total * BigInt(calls);
    const line = { unit: `tool ${tool}`, quantity: calls, atto };
    return { ...cost, total: cost.total === undefined ? undefined : cost.total + atto, lines: [...cost.lines, line] };
  }, base);
}

function toolsText({ layers }: Catalogue, tool: string): string {
  const known = nearest(
    tool,
    layers.flatMap((layer) => [...layer.tools.keys()]),
    10,
  );
  return known.length === 0 ? ': none has any' : `; there are ${known.join(', ')}`;
}

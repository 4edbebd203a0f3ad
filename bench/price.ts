import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { inColumns } from '../src/report/columns.ts';
import type { PriceRounds } from './price.bench.ts';
import { median, quantile } from './statistics.ts';

const ENGINES = ['taskmeter', 'price()', 'genai-prices'] as const;
const TURNS = 3;

/** Prices the same calls with ours and with `@pydantic/genai-prices`, in a process each, in turns; a table for people. */
export function measurePrices(): readonly string[] {
  const measured = new Map(ENGINES.map((engine) => [engine, [] as PriceRounds[]]));
  for (let turn = 0; turn < TURNS; turn += 1) for (const engine of ENGINES) measured.get(engine)?.push(run(engine));
  const of = (engine: (typeof ENGINES)[number]): readonly PriceRounds[] => measured.get(engine) ?? [];
  const call = (engine: (typeof ENGINES)[number]): readonly number[] =>
    of(engine).flatMap(({ nanoseconds }) => nanoseconds);
  const theirs = median(call('genai-prices'));
  const rows = ENGINES.map((engine) => {
    const samples = call(engine);
    const wholes = of(engine).flatMap(({ wholeMs }) => wholeMs ?? []);
    return [
      engine,
      median(samples).toFixed(0),
      `${quantile(samples, 0.25).toFixed(0)}–${quantile(samples, 0.75).toFixed(0)}`,
      engine === 'genai-prices' ? '' : `${(theirs / median(samples)).toFixed(1)} ×`,
      median(of(engine).map(({ firstMs }) => firstMs)).toFixed(1),
      wholes.length === 0 ? '' : median(wholes).toFixed(1),
    ];
  });
  return inColumns(
    [['Price of a call', 'CPU ns', 'quartiles', 'faster', 'first, CPU ms', 'all rows, CPU ms'], ...rows],
    'lrrrrr',
  );
}

function run(engine: string): PriceRounds {
  const printed = execFileSync(process.execPath, [join(import.meta.dirname, 'price.bench.ts'), engine], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(printed) as PriceRounds;
}

/**
 * `npm run bench`: what taskmeter costs the application and the collector. Numbers for people: nothing passes or fails by
 * them. What each of them means, and what not, is in README.md beside this file.
 */
import { cpus } from 'node:os';
import { NoGo } from '../scripts/build/go.ts';
import { inColumns } from '../src/report/columns.ts';
import { measureCollector } from './collector.ts';
import { record } from './history.ts';
import { measureOverhead } from './overhead.ts';
import type { OverheadReport } from './overhead.bench.ts';
import { measureSize } from './size.ts';
import { measureStartup } from './startup.ts';
import { added, median, quantile, ratio } from './statistics.ts';
import type { Comparison } from './statistics.ts';

const args = process.argv.slice(2);
const unknown = args.find((arg) => arg !== '--record');
if (unknown === undefined) {
  await bench();
} else {
  console.error(
    `unknown argument ${unknown}\n\nUsage: npm run bench -- [--record]\n\n  --record  append a line to bench/history.csv`,
  );
  process.exitCode = 2;
}

async function bench(): Promise<void> {
  console.log(
    `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}. Medians, quartiles in brackets.\n`,
  );

  const overhead = await measureOverhead();
  const chunks = { openai: chunkOf('openai', overhead), anthropic: chunkOf('anthropic', overhead) };
  const exportUs = median(overhead.exportUs);
  print('Calls, against a fetch that answers at once, in one process', 'µs', overhead.calls);
  console.log(
    `\nEach chunk of a stream more: openai ${signed(chunks.openai)} µs, anthropic ${signed(chunks.anthropic)} µs`,
  );
  console.log(`Afterwards, serialising and sending: ${exportUs.toFixed(1)} µs a span\n`);

  const startup = measureStartup(11);
  print('Start-up, process start to that point', 'ms', startup);

  const size = measureSize();
  console.log(
    `\nSize: ${kilobytes(size.packedBytes)} kB packed, ${kilobytes(size.unpackedBytes)} kB unpacked, ${size.files} files;`,
  );
  console.log(`installed with all it needs ${megabytes(size.installedBytes)} MB on disk, ${size.packages} packages\n`);

  if (args.includes('--record')) {
    const [chat, messages] = overhead.calls;
    if (chat === undefined || messages === undefined) throw new Error('the overhead benchmark measured nothing');
    record([
      ...[chat, messages].flatMap((calls) => [added(calls), ratio(calls)]),
      chunks.openai,
      chunks.anthropic,
      exportUs,
      ...startup.map(added),
      size.packedBytes / 1000,
      size.installedBytes / 1e6,
    ]);
  }
  printCollector();
}

/** The slope between the streams of two lengths, less that of the bare client. */
function chunkOf(client: string, { calls, shortChunks, longChunks }: OverheadReport): number {
  const [short, long] = calls.filter(({ name }) => name.startsWith(`${client} stream`));
  if (short === undefined || long === undefined) throw new Error(`no streams of ${client}`);
  return (added(long) - added(short)) / (longChunks - shortChunks);
}

function print(title: string, unit: string, comparisons: readonly Comparison[]): void {
  const rows = comparisons.map((comparison) => [
    comparison.name,
    withQuartiles(comparison.bare),
    withQuartiles(comparison.measured),
    signed(added(comparison)),
    ratio(comparison).toFixed(2),
  ]);
  const head = [title, `bare ${unit}`, `with taskmeter ${unit}`, `added ${unit}`, 'ratio'];
  console.log(inColumns([head, ...rows], 'lrrrr').join('\n'));
}

function printCollector(): void {
  try {
    const benchmarks = measureCollector();
    const units = [...new Set(benchmarks.flatMap(({ numbers }) => Object.keys(numbers)))];
    const rows = benchmarks.map(({ package: within, name, numbers }) => [
      `${within} ${name}`,
      ...units.map((unit) => (numbers[unit] === undefined ? '' : String(numbers[unit]))),
    ]);
    console.log(inColumns([['Collector', ...units], ...rows], `l${'r'.repeat(units.length)}`).join('\n'));
  } catch (error) {
    if (!(error instanceof NoGo)) throw error;
    console.log(`Collector: not measured. ${error.message}`);
  }
}

function withQuartiles(samples: readonly number[]): string {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => quantile(samples, share).toFixed(1));
  return `${middle} (${low}–${high})`;
}

function signed(number: number): string {
  return `${number < 0 ? '−' : '+'}${Math.abs(number).toFixed(2)}`;
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(0);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

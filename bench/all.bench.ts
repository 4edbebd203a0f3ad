/**
 * `npm run bench`: what taskmeter costs the application and the collector, and what its leanest peers cost. Numbers for people:
 * nothing passes or fails by them. What each of them means, and what not, is in README.md beside this file.
 */
import { cpus, loadavg } from 'node:os';
import { installPackages } from '../scripts/install.ts';
import { NoGo } from '../scripts/build/go.ts';
import { inColumns } from '../src/report/columns.ts';
import { measureCollector } from './collector.ts';
import { bare, type Contender, type Field, fields, peers, peersFolder, plainSdk, taskmeter } from './contenders.ts';
import type { Round } from './contender.bench.ts';
import { record } from './history.ts';
import { measureOverhead, type Overhead } from './overhead.ts';
import { measurePrices } from './price.ts';
import { measureSize } from './size.ts';
import { measureStartup } from './startup.ts';
import { added, median, quantile } from './statistics.ts';
import { longChunks, shortChunks } from './works.ts';

const repeats = 3;
const rounds = 11;

const args = process.argv.slice(2);
const unknown = args.find((arg) => arg !== '--record' && arg !== 'price');
if (unknown === undefined) {
  if (args.includes('price')) benchPrices();
  else await bench();
} else {
  console.error(
    `unknown argument ${unknown}\n\nUsage: npm run bench -- [--record | price]\n\n` +
      '  --record  append a line to bench/history.csv\n  price     measure the price engines alone',
  );
  process.exitCode = 2;
}

async function bench(): Promise<void> {
  installPackages(peersFolder);
  printMachine();
  const overheads = new Map<Field, Overhead>();
  for (const field of fields) {
    const overhead = await measureOverhead(field, repeats, rounds);
    overheads.set(field, overhead);
    for (const [unit, byContender] of overhead) printUnit(`${field.title}: ${unit}`, byContender);
    printChunks(field, overhead);
  }

  const startup = measureStartup(11);
  for (const [app, byContender] of startup) printStartup(app, byContender);

  const size = measureSize();
  console.log(
    `\nSize: ${kilobytes(size.packedBytes)} kB packed, ${kilobytes(size.unpackedBytes)} kB unpacked, ${size.files} files;`,
  );
  console.log(`installed with all it needs ${megabytes(size.installedBytes)} MB on disk, ${size.packages} packages\n`);

  if (args.includes('--record')) {
    const [beside, newest] = fields.map((field) => overheads.get(field));
    if (beside === undefined || newest === undefined) throw new Error('the overhead benchmark measured nothing');
    const chat = (overhead: Overhead, contender: Contender, figure: keyof Round): number =>
      addedTo(overhead, 'openai chat', contender, figure);
    record([
      ...['openai chat', 'anthropic messages'].flatMap((unit) => [
        addedTo(newest, unit, taskmeter, 'wall'),
        median(figuresOf(newest, unit, taskmeter, 'wall')) / median(figuresOf(newest, unit, bare, 'wall')),
      ]),
      chunkOf('openai', newest, taskmeter),
      chunkOf('anthropic', newest, taskmeter),
      median(figuresOf(newest, 'openai chat', taskmeter, 'exporting')),
      ...[...startup.values()].map((ofApp) => added(ofApp.get(bare) ?? [], ofApp.get(taskmeter) ?? [])),
      size.packedBytes / 1000,
      size.installedBytes / 1e6,
      chat(newest, taskmeter, 'cpu'),
      addedTo(newest, 'anthropic messages', taskmeter, 'cpu'),
      ...[plainSdk, ...peers, taskmeter].map((contender) => chat(beside, contender, 'cpu')),
      ...[...startup.values()].map((ofApp) => added(ofApp.get(plainSdk) ?? [], ofApp.get(taskmeter) ?? [])),
    ]);
  }
  printPrices();
  printCollector();
}

function benchPrices(): void {
  installPackages(peersFolder);
  printMachine();
  printPrices();
  printCollector(['./price']);
}

function printMachine(): void {
  console.log(
    `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, load ${loadavg()[0]?.toFixed(1)}. ` +
      'Medians, quartiles in brackets.',
  );
}

function printPrices(): void {
  console.log();
  console.log(measurePrices().join('\n'));
}

type Rounds = ReadonlyMap<Contender, readonly Round[]>;

function printUnit(title: string, byContender: Rounds): void {
  const rows = [...byContender].map(([contender, measured]) => {
    const figure = (name: keyof Round): readonly number[] => measured.map((round) => round[name]);
    const over = (name: keyof Round): string =>
      contender === bare
        ? ''
        : signed(
            added(
              (byContender.get(bare) ?? []).map((round) => round[name]),
              figure(name),
            ),
          );
    return [
      contender.name,
      withQuartiles(figure('cpu')),
      over('cpu'),
      withQuartiles(figure('wall')),
      over('wall'),
      median(figure('exporting')).toFixed(1),
    ];
  });
  console.log();
  console.log(inColumns([[title, 'CPU µs', 'added', 'wall µs', 'added', 'export µs'], ...rows], 'lrrrrr').join('\n'));
}

function printChunks(field: Field, overhead: Overhead): void {
  for (const client of field.clients) {
    const chunks = field.contenders
      .filter((contender) => contender !== bare)
      .map((contender) => `${contender.name} ${signed(chunkOf(client, overhead, contender))}`);
    console.log(`\n${field.title}: each chunk of a stream of ${client} more, CPU µs: ${chunks.join(', ')}`);
  }
}

/** What a chunk adds: the slope between the streams of two lengths. */
function chunkOf(client: string, overhead: Overhead, contender: Contender): number {
  const of = (chunks: number): number => addedTo(overhead, `${client} stream, ${chunks} chunks`, contender, 'cpu');
  return (of(longChunks) - of(shortChunks)) / (longChunks - shortChunks);
}

function addedTo(overhead: Overhead, unit: string, contender: Contender, figure: keyof Round): number {
  return added(figuresOf(overhead, unit, bare, figure), figuresOf(overhead, unit, contender, figure));
}

function figuresOf(overhead: Overhead, unit: string, contender: Contender, figure: keyof Round): readonly number[] {
  return (overhead.get(unit)?.get(contender) ?? []).map((round) => round[figure]);
}

function printStartup(app: string, byContender: ReadonlyMap<Contender, readonly number[]>): void {
  const over = (contender: Contender, samples: readonly number[]): string =>
    contender === taskmeter ? signed(added(byContender.get(plainSdk) ?? [], samples)) : '';
  const rows = [...byContender].map(([contender, samples]) => [
    contender.name,
    withQuartiles(samples),
    contender === bare ? '' : signed(added(byContender.get(bare) ?? [], samples)),
    over(contender, samples),
  ]);
  console.log();
  console.log(inColumns([[`Start-up: ${app}`, 'ms', 'over bare', 'over the SDK'], ...rows], 'lrrr').join('\n'));
}

function printCollector(packages?: readonly string[]): void {
  try {
    const benchmarks = measureCollector(packages);
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

/**
 * `npm run soak -- --seconds 3600 --rate 200`: an application with the one line under even load, and whether its memory
 * stays flat: the slope of the heap after collection, over all but the first fifth. Bounded: at most four hours and 1,000
 * calls a second. Fails when the slope would add a tenth of the heap in an hour.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

interface Sample {
  readonly second: number;
  readonly calls: number;
  readonly failed: number;
  readonly heapUsed: number;
  readonly rss: number;
  readonly external: number;
}

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '3600' }, rate: { type: 'string', default: '200' } },
});
const seconds = bounded('--seconds', values.seconds, 14_400);
const rate = bounded('--rate', values.rate, 1000);
const root = join(import.meta.dirname, '..');

const surroundings = fork(join(import.meta.dirname, 'soak/surroundings.ts'), { stdio: 'inherit' });
const [{ providerUrl, sinkUrl }] = (await once(surroundings, 'message')) as [{ providerUrl: string; sinkUrl: string }];
const app = fork(join(import.meta.dirname, 'soak/app.mjs'), [String(seconds), String(rate)], {
  cwd: root,
  execArgv: ['--expose-gc', '--import', 'taskmeter/register'],
  env: {
    ...process.env,
    PROVIDER_URL: providerUrl,
    // So that there is something to price.
    TASKMETER_HOSTS: `${new URL(providerUrl).host}=openai`,
    TASKMETER_STREAM_USAGE: 'always',
    OTEL_EXPORTER_OTLP_ENDPOINT: sinkUrl,
    OTEL_BSP_SCHEDULE_DELAY: '500',
    TASKMETER_IDLE_TIMEOUT: '30',
  },
});

const samples: Sample[] = [];
console.log('   second      calls   failed   heap kB    rss kB  external kB');
app.on('message', (sample: Sample) => {
  samples.push(sample);
  if (sample.second % 60 < 10) console.log(row(sample));
});
const [code] = (await once(app, 'exit')) as [number | null];
surroundings.disconnect();

const steady = samples.slice(Math.floor(samples.length / 5));
const slope = slopeOf(steady.map(({ second, heapUsed }) => [second, heapUsed / 1024]));
const mean = steady.reduce((sum, { heapUsed }) => sum + heapUsed / 1024, 0) / steady.length;
const last = samples.at(-1);
if (last !== undefined) console.log(row(last));
console.log(
  `${last?.calls} calls in ${last?.second} s (${Math.round((last?.calls ?? 0) / (last?.second ?? 1))}/s), ${last?.failed} failed; ` +
    `heap ${Math.round(mean)} kB, slope ${(slope * 3600).toFixed(0)} kB an hour`,
);
process.exitCode = code === 0 && slope * 3600 < mean / 10 ? 0 : 1;

function row({ second, calls, failed, heapUsed, rss, external }: Sample): string {
  const kb = (bytes: number): string => String(Math.round(bytes / 1024));
  const cells = [String(second), String(calls), String(failed), kb(heapUsed), kb(rss), kb(external)];
  return cells.map((cell, i) => cell.padStart([9, 11, 9, 10, 10, 13][i] ?? 0)).join('');
}

/** Of the line that fits best, in kB a second. */
function slopeOf(points: readonly (readonly [second: number, kb: number])[]): number {
  const mid = (index: 0 | 1): number => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [midX, midY] = [mid(0), mid(1)];
  const above = points.reduce((sum, [x, y]) => sum + (x - midX) * (y - midY), 0);
  const below = points.reduce((sum, [x]) => sum + (x - midX) ** 2, 0);
  return above / below;
}

function bounded(flag: string, text: string, most: number): number {
  const value = Number(text);
  if (!(value > 0 && value <= most)) {
    console.error(`${flag} is ${JSON.stringify(text)}; allowed: above 0 and at most ${most}`);
    process.exit(2);
  }
  return value;
}

import type { Catalogue } from '../../src/price/catalogue.ts';
import type { VectorQuery, VectorUsage } from './case.ts';
import type { Random } from './random.ts';

/** `each` random calls of every row of a catalogue, around the instants and tiers at which prices change. */
export function queriesOfEveryRow(catalogue: Catalogue, random: Random, each: number): readonly VectorQuery[] {
  const queries: VectorQuery[] = [];
  for (const layer of catalogue.layers) {
    for (const row of layer.rows) {
      const instants = [row.from, row.from - 1000, row.to, row.to - 1000, NOW, NOW + random.int(30 * DAY)];
      const thresholds = row.terms.variants.flatMap(({ when }) => (when.minInput === undefined ? [] : [when.minInput]));
      for (let count = 0; count < each; count += 1) {
        queries.push({
          provider: row.provider,
          model: random.pick([
            row.model,
            row.model,
            ...row.aliases,
            `${row.model}-2026-01-31`,
            `${row.model}-20260131`,
            ...row.aliases,
            row.model,
            `${row.model}-x`,
          ]),
          at: new Date(random.pick(instants.filter(Number.isFinite))).toISOString(),
          service_tier: random.pick([
            ...Array<string>(9).fill(''),
            'default',
            'batch',
            'flex',
            'priority',
            'fast',
            'scale',
          ]),
          speed: random.pick([...Array<string>(9).fill(''), 'standard', 'fast']),
          region: random.pick(['', '', 'us', 'eu', 'global', 'US-East5']),
          usage: randomUsage(random, thresholds, [...row.terms.fees.keys()]),
        });
      }
    }
  }
  return queries;
}

const NOW = Date.parse('2026-11-24T12:00:00Z');
const DAY = 86_400_000;

function randomUsage(random: Random, thresholds: readonly number[], fees: readonly string[]): VectorUsage {
  const total = random.pick([
    random.int(5000),
    random.int(400_000),
    random.int(2 ** 50),
    ...thresholds,
    ...thresholds.map((n) => n - 1),
  ]);
  // Parts of the input, each of what the others leave, and now and then more than there is.
  let left = total;
  const part = (): number => {
    if (random.int(3) > 0) return 0;
    const taken = random.int(left + 1) + (random.int(15) === 0 ? left + 1 : 0);
    left = Math.max(0, left - taken);
    return taken;
  };
  const read = part();
  const write = part();
  const write1h = random.int(write + 1);
  const audio = random.int(6) === 0 ? part() : 0;
  const output = random.int(9000);
  return {
    input_tokens: total,
    ...(random.int(20) === 0 ? {} : { output_tokens: output }),
    ...(random.int(3) === 0 ? {} : { cache_read_tokens: read }),
    ...(random.int(3) === 0 ? {} : { cache_write_tokens: write }),
    ...(random.int(2) === 0 ? {} : { cache_write_1h_tokens: write1h }),
    ...(random.int(2) === 0 ? {} : { cache_write_5m_tokens: random.int(write - write1h + 1) }),
    ...(random.int(2) === 0 ? {} : { reasoning_tokens: random.int(output + 1) }),
    input_audio_tokens: audio,
    ...(random.int(4) === 0 ? { input_image_tokens: part() } : {}),
    ...(random.int(8) === 0 ? { output_audio_tokens: random.int(output + 1) } : {}),
    ...(random.int(2) === 0
      ? { tools: { [random.pick([...fees, ...fees, ...fees, 'none_such'])]: random.int(20) } }
      : {}),
  };
}

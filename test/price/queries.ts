import type { VectorQuery, VectorUsage } from './case.ts';
import type { Random } from './random.ts';
import type { SourceRow, SourceWindow } from './source-rows.ts';

/** `each` random calls of every row, around the instants, hours, tiers and regions at which its price changes. */
export function* queriesOfRows(rows: readonly SourceRow[], random: Random, each: number): Iterable<VectorQuery> {
  for (const row of rows) {
    const edges = edgesOf(row);
    for (let count = 0; count < each; count += 1) yield randomQuery(row, edges, random);
  }
}

/** Where a row's price may change. */
interface Edges {
  readonly models: readonly string[];
  readonly instants: readonly number[];
  readonly minutes: readonly number[];
  readonly tiers: readonly string[];
  readonly regions: readonly string[];
  readonly contexts: readonly number[];
  readonly fees: readonly string[];
}

const NOW = Date.parse('2026-11-24T12:00:00Z');
const DAY = 86_400_000;

function edgesOf({ model, aliases = [], from, to, fees = {}, variants = [] }: SourceRow): Edges {
  const instants = [from, to].flatMap((text) => (text === undefined ? [] : [Date.parse(text)]));
  const conditions = variants.map(({ when }) => when);
  const regions = conditions.flatMap(({ region = [] }) =>
    typeof region === 'object' && 'except' in region ? list(region.except) : list(region),
  );
  return {
    models: [model, ...aliases],
    instants: instants.flatMap((at) => [at - 1000, at - 1, at, at + 1]),
    minutes: conditions.flatMap(({ window = [] }) => list(window).flatMap(minutesOf)),
    tiers: [...new Set(conditions.flatMap(({ service_tier = [] }) => list(service_tier)))],
    regions: [...new Set(regions)],
    contexts: conditions.flatMap(({ context_input }) => {
      const edge = context_input?.gt ?? context_input?.gte;
      return edge === undefined ? [] : [edge - 1, edge, edge + 1];
    }),
    fees: Object.keys(fees),
  };
}

function randomQuery({ provider }: SourceRow, edges: Edges, random: Random): VectorQuery {
  return {
    provider: random.int(12) > 0 ? provider : provider.toUpperCase(),
    model: randomModel(edges.models, random),
    at: new Date(randomInstant(edges, random)).toISOString(),
    service_tier: maybe(random, [...edges.tiers, ...edges.tiers, 'default', 'batch', 'flex', 'fast', 'scale']),
    speed: maybe(random, ['fast', 'fast', 'standard', 'slow']),
    region: maybe(random, [...edges.regions, ...edges.regions, 'us', 'eu', 'global', 'US-East5']),
    usage: random.int(50) > 0 ? randomUsage(edges, random) : null,
  };
}

/** Nothing in two of three. */
function maybe(random: Random, values: readonly string[]): string | undefined {
  return random.int(3) > 0 ? undefined : random.pick(values);
}

function randomModel(models: readonly string[], random: Random): string {
  const model = random.pick(models);
  switch (random.int(12)) {
    case 0:
      return `${model}-2026-01-31`;
    case 1:
      return `${model}-20260229`;
    case 2:
      return `${model}-x`;
    case 3:
      return model.toUpperCase();
    default:
      return model;
  }
}

function randomInstant({ instants, minutes }: Edges, random: Random): number {
  const day = NOW - random.int(200) * DAY - (NOW % DAY);
  if (instants.length > 0 && random.int(2) === 0) return random.pick(instants);
  if (minutes.length > 0 && random.int(4) > 0)
    return day + random.pick(minutes) * 60_000 + random.pick([-1, 0, 1, 30_000]);
  return random.int(3) === 0 ? day + random.int(DAY) : NOW;
}

function randomUsage({ contexts, fees }: Edges, random: Random): VectorUsage {
  const total = random.pick([
    random.int(5000),
    random.int(400_000),
    random.int(2 ** 53),
    ...contexts,
    ...contexts,
    Number.MAX_SAFE_INTEGER,
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
  const image = random.int(6) === 0 ? part() : 0;
  const output = random.pick([0, 1, random.int(9000), random.int(9000), random.int(2 ** 50)]);
  return {
    ...(random.int(30) === 0 ? {} : { input_tokens: random.int(60) === 0 ? random.pick(INVALID) : total }),
    ...(random.int(20) === 0 ? {} : { output_tokens: random.int(60) === 0 ? random.pick(INVALID) : output }),
    ...(random.int(3) === 0 ? {} : { cache_read_tokens: random.int(60) === 0 ? random.pick(INVALID) : read }),
    ...(random.int(3) === 0 ? {} : { cache_write_tokens: write }),
    ...(random.int(2) === 0 ? {} : { cache_write_1h_tokens: write1h }),
    ...(random.int(2) === 0 ? {} : { cache_write_5m_tokens: random.int(write - write1h + 1) }),
    ...(random.int(2) === 0 ? {} : { reasoning_tokens: random.int(output + 1) }),
    ...(audio === 0 ? {} : { input_audio_tokens: audio }),
    ...(audio > 0 && random.int(2) === 0 ? { cache_read_audio_tokens: random.int(Math.min(audio, read) + 1) } : {}),
    ...(image === 0 ? {} : { input_image_tokens: image }),
    ...(random.int(8) === 0 ? { output_audio_tokens: random.int(output + 1) } : {}),
    ...(random.int(8) === 0 ? { output_image_tokens: random.int(output + 1) } : {}),
    ...(random.int(2) === 0
      ? { tools: { [random.pick([...fees, ...fees, ...fees, 'none_such'])]: random.int(20) } }
      : {}),
    ...(random.int(100) === 0 ? { reported_usd: random.pick(REPORTED) } : {}),
  };
}

const INVALID = [-1, Number.MAX_SAFE_INTEGER + 1, 2 ** 62];
const REPORTED = ['0', '0.0123', '1.5e-7', '-0.01', 'a cent', '0.0000000000000000025'];

function minutesOf({ utc_from, utc_to }: SourceWindow): readonly number[] {
  return [utc_from, utc_to].map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
}

function list<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

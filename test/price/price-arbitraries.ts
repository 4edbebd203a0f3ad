import * as fc from 'fast-check';
import type { Usage } from '../../src/call.ts';
import { Fraction } from './fraction.ts';
import type { SourcePrice, SourceRow } from './source-rows.ts';

/** A call in units that do not overlap, by a row's canonical id. */
export interface UnitCall {
  readonly row: SourceRow;
  /** Token units. */
  readonly units: Readonly<Record<string, number>>;
  readonly fees: Readonly<Record<string, number>>;
  readonly at: number;
  readonly serviceTier?: string | undefined;
  readonly speed?: string | undefined;
  readonly region?: string | undefined;
}

const NOON = Date.parse('2026-11-24T12:00:00Z');

/** Any call of any row: any tier, any instant. */
export function rowCall(rows: readonly SourceRow[]): fc.Arbitrary<UnitCall> {
  return plainCall(rows).chain((call) =>
    fc.record({
      row: fc.constant(call.row),
      units: fc.constant(call.units),
      fees: fc.constant(call.fees),
      at: fc.oneof(fc.constant(call.at), fc.integer({ min: NOON - 4e10, max: NOON + 1e10 })),
      serviceTier: fc.constantFrom(undefined, undefined, 'batch', 'flex', 'priority', 'fast', 'scale'),
      speed: fc.constantFrom(undefined, undefined, undefined, 'fast'),
      region: fc.constantFrom(undefined, undefined, 'us', 'eu', 'global', 'us-east5'),
    }),
  );
}

/** A call of a row while it is in force, with nothing said about it. */
export function plainCall(rows: readonly SourceRow[]): fc.Arbitrary<UnitCall> {
  const quantity = fc.oneof(fc.nat(5000), fc.nat(5000), fc.nat(3_000_000), fc.constant(2 ** 40));
  return fc.constantFrom(...rows).chain((row) =>
    fc.record({
      row: fc.constant(row),
      units: fc.record(
        Object.fromEntries(
          [...Object.keys(row.prices ?? { input: '', output: '' }), 'cache_read'].map((unit) => [unit, quantity]),
        ),
      ),
      fees: fc.record(Object.fromEntries(Object.keys(row.fees ?? {}).map((unit) => [unit, fc.nat(10)]))),
      at: fc.constant(inForce(row)),
    }),
  );
}

/** Rows whose price depends on nothing but the instant and what was used. */
export function flatRows(rows: readonly SourceRow[]): readonly SourceRow[] {
  return rows.filter(
    ({ prices, variants = [], each_call: eachCall }) =>
      prices !== undefined && variants.length === 0 && eachCall === undefined,
  );
}

/** All that a row charges, fees too. */
export function listOf({ prices = {}, fees = {} }: SourceRow): Readonly<Record<string, SourcePrice>> {
  return { ...prices, ...fees };
}

/** USD for so many units, none of which may be 0. */
export function chargeFor(price: SourcePrice, quantity: number): Fraction {
  if (typeof price === 'string') return Fraction.of(price).times(Fraction.of(quantity)).over(1_000_000);
  return Fraction.of(price.usd)
    .times(Fraction.of(Math.max(quantity, price.min ?? 0)))
    .over(price.per);
}

/** The usage that splits into just these units, as providers count: parts within their wholes. */
export function usageOfUnits(units: Readonly<Record<string, number>>): Usage {
  const sum = (...names: readonly string[]): number => names.reduce((total, name) => total + (units[name] ?? 0), 0);
  return {
    inputTokens: sum(...Object.keys(units).filter((unit) => !/^(output|reasoning)/.test(unit))),
    outputTokens: sum(...Object.keys(units).filter((unit) => /^(output|reasoning)/.test(unit))),
    cacheReadTokens: sum('cache_read', 'cache_read_audio', 'cache_read_image', 'cache_read_video'),
    cacheWriteTokens: sum('cache_write', 'cache_write_5m', 'cache_write_1h'),
    cacheWrite5mTokens: sum('cache_write_5m'),
    cacheWrite1hTokens: sum('cache_write_1h'),
    inputAudioTokens: sum('input_audio', 'cache_read_audio'),
    cacheReadAudioTokens: sum('cache_read_audio'),
    inputImageTokens: sum('input_image', 'cache_read_image'),
    cacheReadImageTokens: sum('cache_read_image'),
    inputVideoTokens: sum('input_video', 'cache_read_video'),
    cacheReadVideoTokens: sum('cache_read_video'),
    outputAudioTokens: sum('output_audio'),
    outputImageTokens: sum('output_image'),
    outputVideoTokens: sum('output_video'),
    reasoningTokens: sum('reasoning'),
  };
}

function inForce({ from, to }: SourceRow): number {
  if (from !== undefined) return Date.parse(from);
  return to === undefined ? NOON : Date.parse(to) - 1;
}

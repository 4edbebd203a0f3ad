import type { Field } from './fields.ts';
import { KEYS } from './keys.ts';
import { ATTO_DIGITS } from './money.ts';
import { readDecimal, TOKEN_UNITS, type Prices } from './price-list.ts';
import { boundsOf, fractionOf } from './rate.ts';

const HOUR_SECONDS = 3600n;

/**
 * Prices of a model on hardware of one's own, where an hour is paid and not a token: what the hour costs, by the tokens it
 * has. Throughput counts all tokens, so each of them costs the same, whether it is read, cached or written.
 */
export function readModelled(field: Field): Prices {
  const get = field.mapping(KEYS.modelled);
  const usd = readDecimal(get('gpu_hour_usd'), 12);
  const gpus = BigInt(get('gpus').wholeNumber());
  const tokensPerSecond = BigInt(get('tokens_per_second').wholeNumber());
  const utilisation = readDecimal(get('utilisation'), 12);
  const whole = 10n ** BigInt(-utilisation.exponent);
  if (utilisation.digits === 0n || utilisation.digits > whole) get('utilisation').fail('must be above 0 and at most 1');
  const rate = fractionOf(
    10n ** BigInt(ATTO_DIGITS) * usd.digits * gpus * whole,
    10n ** BigInt(-usd.exponent) * tokensPerSecond * HOUR_SECONDS * utilisation.digits,
  );
  const problem = boundsOf(rate, []);
  if (problem !== undefined) field.fail(`a token ${problem}`);
  return new Map(TOKEN_UNITS.map((unit) => [unit, rate]));
}

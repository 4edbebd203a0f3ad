import { isUnpriced, type PriceStatus } from '../price/cost.ts';
import { counted } from '../report/columns.ts';
import type { BookedCall } from '../task/booking.ts';
import { printable } from './line.ts';

/** The models whose calls have no price, or not for all they used, and why. */
export interface Unpriced {
  add(booked: BookedCall): void;
  /** One line each, in the order they were first seen, and what can be done. */
  lines(): string[];
}

/** More than anybody reads; a name may come from outside. */
const MAX_NAMED = 20;

const UNKNOWN_USAGE =
  'unknown_usage: nobody said what was used, as in streams that are left early; TASKMETER_STREAM_USAGE=always asks every host for it';
const OWN_PRICES = 'TASKMETER_PRICES names a file with prices of your own';

export function createUnpriced(): Unpriced {
  const counts = new Map<string, number>();
  const reasons = new Set<PriceStatus>();
  return {
    add({ call: { request, response }, entry: { cost } }) {
      if (!isUnpriced(cost)) return;
      reasons.add(cost.status);
      const model = response.model ?? request.model ?? 'a model without a name';
      const what = `${printable(request.provider)} ${printable(model.slice(0, 100))}: ${cost.status}`;
      const key = counts.has(what) || counts.size < MAX_NAMED ? what : 'others';
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    lines: () => [
      ...[...counts].map(([what, count]) => `no price for ${what} (${counted(count, 'call', 'calls')})`),
      ...(reasons.has('unknown_usage') ? [UNKNOWN_USAGE] : []),
      ...(reasons.has('unknown_model') || reasons.has('partial') ? [OWN_PRICES] : []),
    ],
  };
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createUnpriced } from '../../src/console/unpriced.ts';
import type { PriceStatus } from '../../src/price/cost.ts';
import { entryOf } from '../../src/task/entry.ts';
import { call, price } from '../span/sdk.ts';

function linesAfter(...statuses: PriceStatus[]): string[] {
  const unpriced = createUnpriced();
  for (const status of statuses) {
    const booked = call();
    const { total: _, ...rest } = price({ provider: 'openai', model: 'm-1', at: 0 });
    unpriced.add({
      call: booked,
      entry: entryOf(booked, { ...rest, status }),
      account: undefined,
      identity: undefined,
    });
  }
  return unpriced.lines();
}

test('advises by the reason why calls have no price', () => {
  const askForUsage =
    'unknown_usage: nobody said what was used, as in streams that are left early; TASKMETER_STREAM_USAGE=always asks every host for it';
  const ownPrices = 'TASKMETER_PRICES names a file with prices of your own';
  assert.deepEqual(
    [linesAfter(), linesAfter('unknown_usage'), linesAfter('unknown_model', 'unknown_model', 'unknown_usage')],
    [
      [],
      ['no price for openai m-1: unknown_usage (1 call)', askForUsage],
      [
        'no price for openai m-1: unknown_model (2 calls)',
        'no price for openai m-1: unknown_usage (1 call)',
        askForUsage,
        ownPrices,
      ],
    ],
  );
});

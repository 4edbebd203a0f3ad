import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { readCostCases } from './cost-cases.ts';
import { judgeGo } from './engines.ts';

describe('the Go engine', () => {
  it('answers every cost vector as it must, too', () => {
    const { cases } = readCostCases('spec/vectors/cost', embeddedCatalogue());
    assert.deepEqual(
      judgeGo(cases).filter(({ wrong }) => wrong.length > 0),
      [],
    );
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '../../src/price/catalogue.ts';
import { answer, type CostCase, type VectorAnswer } from './case.ts';
import { collectorAnswers } from './collector-engine.ts';
import { overridden } from './cost-cases.ts';
import { differences } from './judge.ts';

/** What is wrong with an engine's answers to a case; empty when nothing is. */
export interface Verdict {
  readonly name: string;
  readonly wrong: readonly string[];
}

/** Puts the cases to the TypeScript engine. */
export function judgeTs(cases: readonly CostCase[], catalogue: Catalogue): readonly Verdict[] {
  return cases.map((each) => {
    const prices = overridden(catalogue, each);
    return verdict(
      each,
      each.ways.flat().map((query) => answer(prices, query)),
    );
  });
}

/** Puts the cases to the Go engine, those under the same price files at once; `binary` when it is not the one we build. */
export function judgeGo(cases: readonly CostCase[], binary?: string): readonly Verdict[] {
  const folder = mkdtempSync(join(tmpdir(), 'taskmeter-vectors-'));
  try {
    const verdicts = new Map<CostCase, Verdict>();
    for (const group of Map.groupBy(cases, ({ overrides = [] }) => JSON.stringify(overrides)).values()) {
      const args = (group[0]?.overrides ?? []).flatMap((content, index) => {
        const path = join(folder, `${index}.json`);
        writeFileSync(path, JSON.stringify(content));
        return ['--overrides', path];
      });
      const answers = [
        ...collectorAnswers(
          group.flatMap(({ ways }) => ways.flat()),
          args,
          binary,
        ),
      ];
      for (const each of group) verdicts.set(each, verdict(each, answers.splice(0, each.ways.flat().length)));
    }
    return cases.map((each) => verdicts.get(each)!);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function verdict(each: CostCase, answers: readonly VectorAnswer[]): Verdict {
  let next = 0;
  const wrong = each.ways.flatMap((way) => differences(each, answers.slice(next, (next += way.length))));
  // Two ways of saying the same are often wrong in the same way.
  return { name: each.name, wrong: [...new Set(wrong)] };
}

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { embeddedCatalogue } from '../../../src/price/embedded.ts';
import { readCostCases } from '../cost-cases.ts';
import { judgeGo } from '../engines.ts';
import { defects, type Edit } from './defects.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const collector = join(root, 'collector');
const scratch = mkdtempSync(join(tmpdir(), 'taskmeter-mutants-'));
after(() => rmSync(scratch, { recursive: true }));

const { cases } = readCostCases(join(root, 'spec/vectors/cost'), embeddedCatalogue());

/** How many vectors the TypeScript engine gets wrong with this mistake in it. */
async function wrongInTs(mutant: string): Promise<number> {
  const files = ['mutant.ts', 'judge-ts.ts'].map((name) => join(import.meta.dirname, name));
  const { stdout } = await run(process.execPath, ['--import', ...files], { env: { ...process.env, MUTANT: mutant } });
  return Number(stdout);
}

/** The same for Go, whose compiler takes a file with the mistake in place of the one that is there. */
async function wrongInGo(edit: Edit | undefined, index: number): Promise<number> {
  const [overlay, binary] = [join(scratch, `${index}.json`), join(scratch, `${index}`)];
  writeFileSync(overlay, JSON.stringify({ Replace: edit === undefined ? {} : replaced(edit, index) }));
  await run('go', ['build', `-overlay=${overlay}`, '-o', binary, './cmd/pricelines'], { cwd: collector });
  try {
    return judgeGo(cases, binary).filter(({ wrong }) => wrong.length > 0).length;
  } finally {
    rmSync(binary);
  }
}

function replaced({ file, code, mistake }: Edit, index: number): Readonly<Record<string, string>> {
  const path = join(collector, 'price', file);
  const source = readFileSync(path, 'utf8');
  assert.equal(source.split(code).length, 2, `${file} has ${code} not just once`);
  const mutated = join(scratch, `${index}.go`);
  writeFileSync(
    mutated,
    source.replace(code, () => mistake),
  );
  return { [path]: mutated };
}

describe('the vectors notice an engine that', { concurrency: 2 }, () => {
  for (const [index, { name, ts, go }] of defects.entries()) {
    it(`${name}, in TypeScript (${ts.file})`, async () => assert.notEqual(await wrongInTs(name), 0));
    it(`${name}, in Go (${go.file})`, async () => assert.notEqual(await wrongInGo(go, index), 0));
  }

  it('makes no mistake, as right', async () => {
    assert.equal(await wrongInTs(''), 0);
    assert.equal(await wrongInGo(undefined, defects.length), 0);
  });
});

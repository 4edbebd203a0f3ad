import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { repository } from '../support/built.ts';
import { type Cell, readCells } from './cells.ts';
import { nameOf, namesOn, tableOf, withResults } from './page.ts';

const page = readFileSync(`${repository}docs/compatibility.md`, 'utf8');

suite('docs/compatibility.md', () => {
  test('tells of exactly the cells of matrix.yaml', () => {
    assert.deepEqual(namesOn(page).toSorted(), readCells().map(nameOf).toSorted());
  });

  test('is written with why a cell failed, and an empty place where there is no cell', () => {
    const [cell] = readCells();
    assert.ok(cell !== undefined);
    const on = (more: Partial<Cell>): Cell => ({ ...cell, ...more });
    const results = [
      { cell: on({ alias: 'openai-7-newest', node: 20, otel: 2 }), came: { ways: 171, calls: 181 } },
      { cell: on({ alias: 'openai-7-newest', node: 22, otel: 3 }), came: 'the promise differs' },
      { cell: on({ alias: 'openai-7-oldest', node: 22, otel: 3 }), came: { ways: 170, calls: 180 } },
    ];
    const names = results.map((result) => nameOf(result.cell));
    assert.equal(
      tableOf(results),
      [
        '| library | version | format | Node 20, SDK 2 | Node 22, SDK 3 |',
        '| --- | --- | --- | ---: | ---: |',
        '| openai | 7.57.0 | cjs | 171 | **fails** |',
        '| openai | 7.0.0 | cjs |  | 170 |',
        '',
        `- ${names[1]}: the promise differs`,
      ].join('\n'),
    );
    assert.deepEqual(namesOn(withResults(page, 'about', results)), names);
  });
});

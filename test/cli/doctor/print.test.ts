import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportJson, reportText } from '../../../src/cli/doctor/print.ts';
import type { Finding } from '../../../src/cli/doctor/finding.ts';

const findings: readonly Finding[] = [
  { check: 'runtime', status: 'ok', seen: 'Node.js 24.0.0' },
  {
    check: 'library',
    status: 'warning',
    subject: 'ollama 1.0.0',
    seen: 'its calls are not observed',
    todo: 'use another',
  },
  {
    check: 'exporter',
    status: 'problem',
    seen: 'one two three four five six',
    todo: 'seven eight nine ten eleven twelve',
  },
];

test('a report is set in columns and broken at the width of the terminal', () => {
  assert.equal(
    reportText(findings, { width: 44, isColoured: false }),
    [
      'ok       runtime     Node.js 24.0.0',
      'warning  library     ollama 1.0.0: its calls',
      '                     are not observed',
      '                     → use another',
      'problem  exporter    one two three four five',
      '                     six',
      '                     → seven eight nine ten',
      '                       eleven twelve',
      '',
      '1 problem, 1 warning',
    ].join('\n'),
  );
});

test('a report has colours where they are wanted, for the status alone', () => {
  const [first, ...rest] = reportText(findings.slice(0, 1), { width: 80, isColoured: true }).split('\n');
  assert.deepEqual([first, ...rest], ['\u001B[32mok       \u001B[39mruntime     Node.js 24.0.0', '', 'all is well']);
});

test('a report as JSON has a key for everything, null where there is nothing', () => {
  assert.deepEqual(reportJson('1.2.3', undefined, findings.slice(0, 2)), {
    taskmeter: '1.2.3',
    status: 'warning',
    program: null,
    findings: [
      { check: 'runtime', status: 'ok', subject: null, seen: 'Node.js 24.0.0', todo: null },
      {
        check: 'library',
        status: 'warning',
        subject: 'ollama 1.0.0',
        seen: 'its calls are not observed',
        todo: 'use another',
      },
    ],
  });
});

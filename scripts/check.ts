/**
 * `npm run check`: all that is looked at before a change is taken, for both languages. Every step runs even when an
 * earlier one failed; the closing table says which. With `--static` without the tests.
 */
import { spawnSync } from 'node:child_process';
import { requireGo } from './build/go.ts';

interface Step {
  readonly name: string;
  readonly command: string;
  readonly in?: string;
  /** For programs that report by what they print. */
  readonly silent?: boolean;
}

const statically: readonly Step[] = [
  { name: 'generated files', command: 'node scripts/gen.ts --check' },
  { name: 'generated collector', command: 'node scripts/gen-collector.ts --check' },
  { name: 'prices', command: 'node scripts/check-prices.ts' },
  { name: 'imported prices', command: 'node scripts/import-prices.ts --check' },
  { name: 'types', command: 'tsc -p tsconfig.json' },
  { name: 'lint', command: 'oxlint --type-aware --deny-warnings' },
  { name: 'format', command: 'oxfmt --check' },
  { name: 'package', command: 'npm run -s build && publint --strict' },
  { name: 'unused', command: 'knip' },
  { name: 'gofmt', command: 'gofmt -l .', in: 'collector', silent: true },
  { name: 'go vet', command: 'go vet ./...', in: 'collector' },
];
const steps = process.argv.includes('--static')
  ? statically
  : [...statically, { name: 'tests', command: 'node scripts/test.ts' }];

try {
  requireGo();
  const results = steps.map((step) => ({ name: step.name, passed: passes(step) }));
  console.log();
  for (const { name, passed } of results) console.log(`${passed ? 'ok    ' : 'FAILED'} ${name}`);
  const failed = results.filter(({ passed }) => !passed).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function passes({ name, command, in: cwd = '.', silent = false }: Step): boolean {
  console.log(`\n— ${name}: ${command}`);
  const { status, stdout } = spawnSync(command, {
    cwd,
    shell: true,
    encoding: 'utf8',
    stdio: ['ignore', silent ? 'pipe' : 'inherit', 'inherit'],
  });
  if (!silent) return status === 0;
  process.stdout.write(stdout);
  return status === 0 && stdout === '';
}

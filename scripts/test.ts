/**
 * `npm test`: builds what the tests need, then runs those of both languages; fails when any of them fails. With `--unit`
 * only the TypeScript tests that need neither Go nor a collector.
 */
import { buildCollector } from './build/collector.ts';
import { requireGo } from './build/go.ts';
import { findOrBuildJaeger } from './build/jaeger.ts';
import { buildPricelines } from './build/pricelines.ts';
import { runGoTests } from './test/go-tests.ts';
import { installRuntimes } from './runtimes.ts';
import { installSdks } from './sdks.ts';
import { runNodeTests } from './test/node-tests.ts';
import { withoutPrivateText } from './test/private-text.ts';

try {
  process.exitCode = (await (process.argv.includes('--unit') ? unitTests() : allTests())) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function unitTests(): boolean {
  installForTests();
  return withoutPrivateText((env) => runNodeTests(['test/!(e2e|recorded)/**/*.test.ts', 'test/*.test.ts'], env));
}

async function allTests(): Promise<boolean> {
  requireGo();
  // Before the tests, which run side by side and would each start a build.
  buildCollector();
  buildPricelines();
  findOrBuildJaeger();
  installForTests();
  const node = withoutPrivateText((env) => runNodeTests(['test/!(recorded)/**/*.test.ts', 'test/*.test.ts'], env));
  const go = await runGoTests();
  return node && go;
}

/** Before the tests, which run side by side and would each install. */
function installForTests(): void {
  installSdks();
  installRuntimes();
}

/** `node scripts/build.ts collector|jaeger`: builds what is missing or stale and prints the path of the binary. */
import { buildCollector } from './build/collector.ts';
import { findOrBuildJaeger } from './build/jaeger.ts';

const targets: Readonly<Record<string, () => string>> = { collector: buildCollector, jaeger: findOrBuildJaeger };

try {
  const [name = ''] = process.argv.slice(2);
  const target = targets[name];
  if (target === undefined) throw new Error(`unknown target '${name}': one of ${Object.keys(targets).join(', ')}`);
  console.log(target());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

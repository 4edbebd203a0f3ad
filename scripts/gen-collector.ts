/**
 * Writes collector/cmd/otelcol-taskmeter from builder-config.yaml; with `--check` it compares, writes nothing, and a
 * difference is an error. Apart from `scripts/gen.ts` because it needs Go and resolves the whole module graph.
 */
import { collectorDrift, generateCollector } from './build/collector.ts';

if (process.argv.includes('--check')) {
  const drift = collectorDrift();
  for (const name of drift) {
    console.error(
      `collector/cmd/otelcol-taskmeter/${name} is not what builder-config.yaml says: run \`npm run gen:collector\``,
    );
  }
  if (drift.length > 0) process.exitCode = 1;
} else {
  generateCollector();
}

/** `src/config.ts` → the page about options. */
import { OPTIONS, type Option } from '../../src/config.ts';

export async function optionFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([['docs/configuration.md', page()]]);
}

function page(): string {
  return [
    '# Configuration',
    '',
    'Generated from `src/config.ts` by `npm run gen`.',
    '',
    'Set a variable, or pass the option to `taskmeter()`; an option wins. A name that is not in this table, or a value that is',
    'not allowed, stops the start with a message that names it, its value and what is allowed.',
    '',
    '| option | variable | value | default | meaning |',
    '|---|---|---|---|---|',
    ...OPTIONS.map(row),
    '',
    "Where spans go, how they are sampled and what the service is called is OpenTelemetry's own business: every standard `OTEL_*`",
    'variable counts, among them `OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_TRACES_EXPORTER`,',
    '`OTEL_TRACES_SAMPLER`, `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_LOG_LEVEL` and `OTEL_SDK_DISABLED`.',
    '',
    "What the collector's components take stands beside each of them: [llm_cost](../collector/processor/llmcostprocessor/README.md),",
    '[task_rollup](../collector/processor/taskrollupprocessor/README.md), [task_metrics](../collector/connector/taskmetricsconnector/README.md),',
    '[task_ledger](../collector/extension/taskledgerextension/README.md).',
    '',
  ].join('\n');
}

function row(option: Option): string {
  return `| \`${option.name}\` | \`${option.env}\` | ${value(option)} | ${fallback(option)} | ${option.about} |`;
}

function value({ type }: Option): string {
  if (typeof type !== 'string') return type.map((word) => `\`${word}\``).join(', ');
  return type === 'hosts' ? 'host=provider, …' : type;
}

function fallback(option: Option): string {
  if (option.default === undefined || typeof option.default === 'object') return '';
  return `\`${String(option.default)}\``;
}

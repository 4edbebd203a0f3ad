/** `spec/attributes.yaml` → TypeScript constants, Go constants, and the page people read. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

interface Attribute {
  readonly name: string;
  readonly type: string;
  readonly unit?: string;
  readonly on: readonly string[];
  readonly stability: string;
  readonly about: string;
}

interface Metric {
  readonly name: string;
  readonly kind: string;
  readonly unit: string;
  readonly by: readonly string[];
  readonly about: string;
  readonly from?: 'collector' | 'process' | 'client';
}

interface Spec {
  readonly attributes: readonly Attribute[];
  readonly metrics: readonly Metric[];
}

const source = 'spec/attributes.yaml';

export async function attributeFiles(): Promise<ReadonlyMap<string, string>> {
  const spec = parse(await readFile(source, 'utf8')) as Spec;
  const names = [...spec.attributes, ...spec.metrics].map((entry) => entry.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index && !isBoth(spec, name));
  if (twice !== undefined) throw new Error(`${source}: ${twice} is defined twice`);
  return new Map([
    ['src/span/attributes.gen.ts', typescript(spec)],
    ['src/span/put.gen.ts', setters(spec)],
    ['collector/internal/genai/attributes.gen.go', go(spec)],
    ['docs/attributes.md', markdown(spec)],
  ]);
}

function isBoth(spec: Spec, name: string): boolean {
  return spec.attributes.some((a) => a.name === name) && spec.metrics.some((m) => m.name === name);
}

function typescript(spec: Spec): string {
  const lines = [`// Generated from ${source} by \`npm run gen\`; do not edit.`, ''];
  for (const a of spec.attributes)
    lines.push(`/** ${describe(a)} */`, `export const ${constant('ATTR', a.name)} = '${a.name}';`);
  for (const m of spec.metrics)
    lines.push(`/** ${m.about} */`, `export const ${constant('METRIC', m.name)} = '${m.name}';`);
  lines.push('', '/** What each metric of the process counts, and in what, for its description. */');
  lines.push(
    'export const METRICS: Readonly<Record<string, { readonly unit: string; readonly description: string }>> = {',
  );
  for (const { name, unit, about: description } of spec.metrics.filter((m) => sourceOf(m) !== 'collector'))
    lines.push(`  '${name}': ${JSON.stringify({ unit, description })},`);
  return lines.join('\n') + '\n};\n';
}

/** For the attributes of calls and tasks, which are written for each of them. */
function setters(spec: Spec): string {
  const lines = [
    `// Generated from ${source} by \`npm run gen\`; do not edit.`,
    '/**',
    ' * One function an attribute: writes a value, and nothing where there is none. An object whose names stand in the code is a record to',
    ' * V8; one that is filled by names from variables becomes a hash table, which takes five times the memory for as long as a span waits.',
    ' */',
    "import type { Attributes, AttributeValue } from '@opentelemetry/api';",
    '',
    'type Value = AttributeValue | undefined;',
  ];
  for (const { name } of spec.attributes.filter(({ on }) => on.includes('call') || on.includes('task')))
    lines.push(
      '',
      `export function ${camel(name)}(on: Attributes, value: Value): void {`,
      `  if (value !== undefined) on['${name}'] = value;`,
      '}',
    );
  return lines.join('\n') + '\n';
}

function go(spec: Spec): string {
  const lines = [`// Code generated from ${source} by "npm run gen". DO NOT EDIT.`, '', 'package genai', '', 'const ('];
  for (const a of spec.attributes)
    lines.push(`\t// ${goName('Attr', a.name)}: ${describe(a)}`, `\t${goName('Attr', a.name)} = "${a.name}"`);
  const metrics = spec.metrics.filter((m) => sourceOf(m) === 'collector');
  for (const m of metrics)
    lines.push(`\t// ${goName('Metric', m.name)}: ${m.about}`, `\t${goName('Metric', m.name)} = "${m.name}"`);
  lines.push(
    ')',
    '',
    '// MetricAbout is what each metric counts, for its description.',
    'var MetricAbout = map[string]string{',
  );
  const width = Math.max(...metrics.map((m) => goName('Metric', m.name).length)) + 2; // as gofmt has it
  for (const m of metrics) lines.push(`\t${`${goName('Metric', m.name)}:`.padEnd(width)}${JSON.stringify(m.about)},`);
  return lines.join('\n') + '\n}\n';
}

function markdown(spec: Spec): string {
  const lines = [
    '# Attributes and metrics',
    '',
    `Generated from \`${source}\` by \`npm run gen\`. Stability: *otel* is a word of OpenTelemetry's conventions, *de-facto* one that several back ends read, *taskmeter* our own.`,
    '',
  ];
  const places: readonly (readonly [string, string])[] = [
    ['call', 'On a call span'],
    ['attempt', 'On the event of a failed attempt (`taskmeter.attempt.failed`)'],
    ['tool', 'On the span of a tool call (`execute_tool {name}`)'],
    ['any', 'On every span of a task'],
    ['task', 'On the task span'],
    ['outcome', 'On an outcome report'],
  ];
  for (const [place, title] of places) {
    lines.push(`## ${title}`, '', '| attribute | type | meaning | stability |', '|---|---|---|---|');
    for (const a of spec.attributes.filter((entry) => entry.on.includes(place))) {
      lines.push(
        `| \`${a.name}\` | ${a.type}${a.unit === undefined ? '' : `, ${a.unit}`} | ${a.about} | ${a.stability} |`,
      );
    }
    lines.push('');
  }
  const sources = [
    ['collector', 'Metrics of the collector'],
    ['process', 'Metrics of the process'],
    ['client', "OpenTelemetry's metrics of calls, from the process"],
  ] as const;
  for (const [source, title] of sources) {
    lines.push(`## ${title}`, '', '| metric | kind | by | meaning |', '|---|---|---|---|');
    for (const m of spec.metrics.filter((entry) => sourceOf(entry) === source))
      lines.push(`| \`${m.name}\` | ${m.kind}, ${m.unit} | ${m.by.join(', ')} | ${m.about} |`);
    lines.push('');
  }
  return lines.join('\n');
}

function sourceOf({ from }: Metric): 'collector' | 'process' | 'client' {
  return from ?? 'collector';
}

function describe(a: Attribute): string {
  return `${a.about}${a.unit === undefined ? '' : ` In ${a.unit}.`}`;
}

/** `gen_ai.usage.input_tokens` → `ATTR_GEN_AI_USAGE_INPUT_TOKENS`. */
function constant(prefix: string, name: string): string {
  return `${prefix}_${name.replaceAll('.', '_').toUpperCase()}`;
}

/** `gen_ai.usage.input_tokens` → `genAiUsageInputTokens`. */
function camel(name: string): string {
  return name.replace(/[._]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `gen_ai.usage.input_tokens` → `AttrGenAIUsageInputTokens`. */
function goName(prefix: string, name: string): string {
  const words = name.replace('gen_ai', 'genAI').split(/[._]/);
  return prefix + words.map((w) => initialisms.get(w) ?? w.charAt(0).toUpperCase() + w.slice(1)).join('');
}

const initialisms: ReadonlyMap<string, string> = new Map([
  ['id', 'ID'],
  ['usd', 'USD'],
  ['http', 'HTTP'],
  ['llm', 'LLM'],
  ['api', 'API'],
]);

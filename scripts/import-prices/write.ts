import { genaiPrices, piAi } from './datasets.ts';
import type { Import } from './merge.ts';
import type { Fee, Period, Prices, Source, Variant } from './offer.ts';
import type { Provider } from './providers.ts';

const SOURCES: Readonly<Record<Source, string>> = {
  'genai-prices': `"${genaiPrices.name} ${genaiPrices.version} on npm (MIT), data of ${genaiPrices.date}"`,
  'pi-ai': `"${piAi.name} ${piAi.version} on npm (MIT), generated ${piAi.date} from models.dev"`,
};

/** The file of a provider's imported rows, in the style of those kept by hand; undefined where there are none. */
export function fileOf(provider: Provider, imports: readonly Import[]): string | undefined {
  if (imports.length === 0) return undefined;
  const sorted = imports.toSorted((a, b) => (a.model < b.model ? -1 : 1));
  const lines = [
    ...provider.about.split('\n').map((line) => `# ${line}`),
    '#',
    '# Written by `npm run import-prices`; do not edit. A row in a file without `.imported` takes the place of one here, and',
    '# decisions.yaml says which source holds where they disagree.',
    `provider: ${provider.name}`,
    ...(provider.names === undefined ? [] : [`names: [${provider.names.map(scalar).join(', ')}]`]),
    'sources:',
    ...Object.entries(SOURCES).map(([name, about]) => `  ${name}: ${about}`),
    'rows:',
    ...sorted.flatMap((each) => each.history.flatMap((period) => rowOf(each, period))),
  ];
  return `${lines.join('\n')}\n`;
}

/** A row for one stretch of time. */
function rowOf({ model, aliases, sources, disputed }: Import, period: Period): readonly string[] {
  const keys = [
    `model: ${scalar(model)}`,
    ...(aliases.length === 0 ? [] : [`aliases: [${aliases.map(scalar).join(', ')}]`]),
    ...(period.from === undefined ? [] : [`from: "${period.from}"`]),
    ...(period.to === undefined ? [] : [`to: "${period.to}"`]),
    ...(Object.keys(period.prices).length === 0 ? [] : [`prices: ${listOf(period.prices)}`]),
    ...(Object.keys(period.fees).length === 0 ? [] : [`fees: ${feesOf(period.fees)}`]),
    ...(period.variants.length === 0
      ? []
      : ['variants:', ...period.variants.map((variant) => `  - ${variantOf(variant)}`)]),
    `source: [${sources.join(', ')}]`,
    'checked: null',
    `confidence: ${disputed ? 'disputed' : 'imported'}`,
  ];
  return keys.map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`);
}

/** The order in which rows kept by hand have them. */
const ORDER = ['input', 'cache', 'output', 'reasoning'];

function listOf(prices: Prices): string {
  const rank = (unit: string): number => ORDER.findIndex((start) => unit.startsWith(start));
  const units = Object.entries(prices).toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return `{${units.map(([unit, usd]) => `${unit}: "${usd}"`).join(', ')}}`;
}

function feesOf(fees: Readonly<Record<string, Fee>>): string {
  return `{${Object.entries(fees)
    .map(([unit, { usd, per }]) => `${unit}: {usd: "${usd}", per: ${per}}`)
    .join(', ')}}`;
}

function variantOf({ when: { region, context_input }, prices, multiply }: Variant): string {
  const conditions: string[] = [];
  if (region !== undefined) {
    const list =
      typeof region === 'string'
        ? region
        : 'except' in region
          ? `{except: [${region.except.join(', ')}]}`
          : `[${region.join(', ')}]`;
    conditions.push(`region: ${list}`);
  }
  if (context_input !== undefined) {
    const [[operator, tokens] = []] = Object.entries(context_input);
    conditions.push(`context_input: {${operator}: ${tokens}}`);
  }
  const charge = prices === undefined ? `multiply: "${multiply}"` : `prices: ${listOf(prices)}`;
  return `{when: {${conditions.join(', ')}}, ${charge}}`;
}

/** Ids are plain words in YAML but for a few. */
function scalar(text: string): string {
  return /^[a-z][a-z0-9._/-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$/.test(text)
    ? text
    : JSON.stringify(text);
}

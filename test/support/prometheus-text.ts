/** One series of a scrape. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The samples of a scrape in the text format, comments and exemplars left out. */
export function samplesOf(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(sampleOf);
}

/** Scrapes an endpoint. */
export async function scrape(metricsUrl: string): Promise<Sample[]> {
  const response = await fetch(metricsUrl, { headers: { accept: 'text/plain;version=0.0.4' } });
  if (!response.ok) throw new Error(`${metricsUrl} answered ${response.status}`);
  return samplesOf(await response.text());
}

const line = /^(?<name>[\w:]+)(?:\{(?<labels>.*?)\})? (?<value>\S+)/;
const label = /(?<name>\w+)="(?<value>(?:\\.|[^"\\])*)"/g;

function sampleOf(text: string): Sample {
  const { name = '', labels = '', value = '' } = line.exec(text)?.groups ?? {};
  const pairs = [...labels.matchAll(label)].map(({ groups }) => [groups?.['name'] ?? '', groups?.['value'] ?? '']);
  return { name, labels: Object.fromEntries(pairs), value: Number(value) };
}

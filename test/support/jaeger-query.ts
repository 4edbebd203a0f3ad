import { readOtlp } from '../../src/report/span.ts';
import type { ReportSpan } from '../../src/report/span.ts';
import { recordExport } from './run-record.ts';

/** All spans Jaeger has of a service's traces of the last hour, through `/api/v3`. */
export async function spansInJaeger(jaegerUrl: string, service: string): Promise<ReportSpan[]> {
  const now = Date.now();
  const query = new URLSearchParams({
    'query.service_name': service,
    'query.start_time_min': new Date(now - 3_600_000).toISOString(),
    'query.start_time_max': new Date(now + 60_000).toISOString(),
    'query.num_traces': '1000',
  });
  const response = await fetch(`${jaegerUrl}/api/v3/traces?${query.toString()}`);
  // Nothing found yet.
  if (response.status === 404) return [];
  if (!response.ok) throw new Error(`Jaeger answered ${response.status}: ${await response.text()}`);
  const answer = await response.text();
  recordExport(answer);
  const { result } = JSON.parse(answer) as { readonly result: unknown };
  return readOtlp(result);
}

/** Ids of the traces that a search by tag finds, as a person does it on Jaeger's page. */
export async function searchJaeger(
  jaegerUrl: string,
  service: string,
  tags: Readonly<Record<string, string>>,
): Promise<string[]> {
  const query = new URLSearchParams({ service, tags: JSON.stringify(tags), limit: '1000', lookback: '1h' });
  const response = await fetch(`${jaegerUrl}/api/traces?${query.toString()}`);
  if (!response.ok) throw new Error(`Jaeger answered ${response.status}: ${await response.text()}`);
  const { data } = (await response.json()) as { readonly data: readonly { readonly traceID: string }[] | null };
  return (data ?? []).map(({ traceID }) => traceID);
}

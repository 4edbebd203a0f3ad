import type { SourceFile, SourceRow } from './source-rows.ts';

/**
 * Price files that use all that price files may have: discounts of a provider and of a model that hold for a while, rows of
 * one's own with tiers, hours and quotients that do not end, hardware by the hour, and a discount on all of that.
 */
export function overrideFiles(rows: readonly SourceRow[]): readonly SourceFile[] {
  const providers = [...new Set(rows.map(({ provider }) => provider))];
  return [
    {
      discounts: providers.map((provider, index) => ({ provider, factor: `0.${100_003 + 7919 * index}` })),
      rows: [
        {
          provider: 'acme',
          model: 'thirds',
          aliases: ['third'],
          from: '2026-01-01',
          prices: {
            input: { usd: '1', per: 3 },
            cache_read: { usd: '0.1', per: 7 },
            cache_write_5m: { usd: '1.25', per: 9 },
            output: { usd: '2', per: 3 },
          },
          fees: { page: { usd: '0.01', per: 7, min: 4 } },
          variants: [
            { when: { context_input: { gt: 1000 } }, prices: { input: '7', cache_read: '0.7', output: '13' } },
            { when: { service_tier: ['batch', 'flex'] }, prices: { input: '3', output: '5' } },
            { when: { window: { utc_from: '22:30', utc_to: '06:00', weekdays: ['sat', 'mon'] } }, multiply: '0.5' },
            { when: { region: { except: ['global'] } }, multiply: '1.1' },
          ],
        },
        {
          provider: 'own-cluster',
          model: 'llama-70b',
          modelled: { gpu_hour_usd: '2.50', gpus: 3, tokens_per_second: 1501, utilisation: '0.37' },
          fees: { check: { usd: '0.001', per: 3 } },
          each_call: 'check',
        },
      ],
    },
    {
      discounts: [
        { provider: 'acme', factor: '0.333333', from: '2026-06-01T12:00:00Z', to: '2026-10-01' },
        { provider: 'own-cluster', model: 'llama-70b', factor: '1.000001' },
        ...rows.filter((_, index) => index % 5 === 0).map(halved),
      ].filter(isFirst),
    },
  ];
}

function halved({ provider, model }: SourceRow): NonNullable<SourceFile['discounts']>[number] {
  return { provider, model, factor: '0.5', from: '2026-03-01' };
}

/** Two at once for the same are an error. */
function isFirst<T extends { readonly provider: string; readonly model?: string }>(
  { provider, model }: T,
  index: number,
  all: readonly T[],
): boolean {
  return all.findIndex((each) => each.provider === provider && each.model === model) === index;
}

/** The middle of the samples; the mean of the two middle ones when they are even in number. Throws without samples. */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** The value below which this share of the samples lies, between neighbours in proportion. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError('no samples');
  return below + (above - below) * (place - Math.floor(place));
}

/** Two ways to do the same thing, measured in turns. */
export interface Comparison {
  readonly name: string;
  readonly bare: readonly number[];
  readonly measured: readonly number[];
}

/** Measured less bare: the difference of the medians. */
export function added({ bare, measured }: Comparison): number {
  return median(measured) - median(bare);
}

/** Measured through bare, of the medians. */
export function ratio({ bare, measured }: Comparison): number {
  return median(measured) / median(bare);
}

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

/**
 * What `measured` has over `bare`, of samples taken in turns: the median of the differences within a turn. Whatever else the
 * machine does hits both of a turn, and cancels out.
 */
export function added(bare: readonly number[], measured: readonly number[]): number {
  return median(measured.map((sample, turn) => sample - (bare[turn] ?? NaN)));
}

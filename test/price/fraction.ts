/** An exact number, so that money can be worked out in another way than the engines work it out. */
export class Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;

  private constructor(numerator: bigint, denominator: bigint) {
    this.numerator = numerator;
    this.denominator = denominator;
  }

  /** A whole number, or a decimal such as `-0.25`. Throws for anything else. */
  static of(value: number | string): Fraction {
    const match = /^(-?\d+)(?:\.(\d+))?$/.exec(String(value));
    if (match === null) throw new Error(`${value} is no decimal`);
    const [, whole = '', decimals = ''] = match;
    return new Fraction(BigInt(whole + decimals), 10n ** BigInt(decimals.length));
  }

  times(other: Fraction): Fraction {
    return new Fraction(this.numerator * other.numerator, this.denominator * other.denominator);
  }

  over(divisor: number): Fraction {
    return new Fraction(this.numerator, this.denominator * BigInt(divisor));
  }

  /** In 10⁻¹⁸, the nearer of the two neighbours, of two as near the even one. */
  toAtto(): bigint {
    const scaled = this.numerator * 10n ** 18n;
    let below = scaled / this.denominator;
    if (below * this.denominator > scaled) below -= 1n;
    const toBelow = scaled - below * this.denominator;
    const toAbove = this.denominator - toBelow;
    if (toBelow === toAbove) return below % 2n === 0n ? below : below + 1n;
    return toBelow < toAbove ? below : below + 1n;
  }
}

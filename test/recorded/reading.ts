/** What is compared: a call as our span shows it, or as the recording says it must be. Absent is `undefined`. */
export interface Reading {
  readonly provider?: string | undefined;
  readonly requestModel?: string | undefined;
  readonly model?: string | undefined;
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly cacheReadTokens?: number | undefined;
  readonly cacheWriteTokens?: number | undefined;
  readonly cacheWrite5mTokens?: number | undefined;
  readonly cacheWrite1hTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
  /** Absent for none: recordings do not tell none from nothing. */
  readonly toolCalls?: number | undefined;
  readonly serverToolCalls?: number | undefined;
  readonly finishReasons?: readonly string[] | undefined;
  /** `ok`, the HTTP status of a refusal, or `error` for one that came inside a stream. */
  readonly status: string;
  /** The provider's own price in USD, where it names one. */
  readonly reportedUsd?: number | undefined;
}

/** Every field that differs, as `field: read …, expected …`; who served is compared only where the recording tells. */
export function differences(read: Reading, wanted: Reading): readonly string[] {
  const names = new Set([...Object.keys(read), ...Object.keys(wanted)]) as Set<keyof Reading>;
  if (wanted.provider === undefined) names.delete('provider');
  return [...names].flatMap((name) => {
    const [left, right] = [JSON.stringify(read[name]), JSON.stringify(wanted[name])];
    return left === right ? [] : [`${name}: read ${left ?? 'nothing'}, expected ${right ?? 'nothing'}`];
  });
}

/** To 15 digits, as many as a decimal keeps through a double: some providers print a double's whole tail. */
export function dollars(value: number): number {
  return Number(value.toPrecision(15));
}

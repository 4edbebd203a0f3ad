/** The variables of an environment, as OpenTelemetry reads them: white space around a value is none of it, and an empty one is unset. */

/** `process.env`, or another process's. */
export type Env = Readonly<Record<string, string | undefined>>;

/** The value of a variable; absent when it is unset or empty. */
export function given(env: Env, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

/** The words of a variable that lists some, each once; none when it is unset. */
export function listed(env: Env, name: string): string[] {
  const words = (env[name] ?? '').split(',').map((word) => word.trim());
  return [...new Set(words)].filter((word) => word !== '');
}

/** Whether `OTEL_SDK_DISABLED` switches all telemetry off. */
export function isSdkDisabled(env: Env): boolean {
  return given(env, 'OTEL_SDK_DISABLED')?.toLowerCase() === 'true';
}

export interface DemoOptions {
  /** Print the numbers as JSON and nothing else. */
  readonly json: boolean;
  /** Build and start the collector and a Jaeger, and send everything there. */
  readonly jaeger: boolean;
  readonly help: boolean;
}

export const usage = `Usage: npm run demo -- [--json | --jaeger]

A support agent works on 20 tickets against a scripted provider on loopback. Prints what the tasks cost.

  --json     print the numbers as JSON and nothing else (with npm run -s demo)
  --jaeger   build and start the collector and a Jaeger, send everything there, stay until Ctrl-C
  --help     print this

With OTEL_EXPORTER_OTLP_ENDPOINT set, the telemetry is sent there as well, over OTLP/HTTP.`;

/** The flags, or what is wrong with them in one sentence. */
export function readOptions(args: readonly string[]): DemoOptions | string {
  const unknown = args.find((arg) => !flags.includes(arg));
  if (unknown !== undefined) return `unknown argument ${unknown}`;
  const [json, jaeger, help] = flags.map((flag) => args.includes(flag));
  if (json === true && jaeger === true) return '--json and --jaeger exclude each other';
  return { json: json === true, jaeger: jaeger === true, help: help === true };
}

const flags = ['--json', '--jaeger', '--help'];

import { diag, DiagConsoleLogger, type DiagLogger, DiagLogLevel } from '@opentelemetry/api';
import { type Env, given } from './env.ts';
import { fields } from './narrow.ts';

/**
 * Makes warnings and errors of OpenTelemetry, and ours, visible on stderr: one line each, said once. Without a logger a
 * collector that is down loses every span in silence. A logger asked for by `OTEL_LOG_LEVEL` is left alone.
 */
export function showDiagnostics(env: Env): void {
  if (given(env, 'OTEL_LOG_LEVEL') !== undefined) return;
  diag.setLogger(onceLogger(new DiagConsoleLogger()), {
    logLevel: DiagLogLevel.WARN,
    suppressOverrideMessage: true,
  });
}

/**
 * The same of ours alone, beside an SDK of the application's: what OpenTelemetry says there is the application's business, and
 * so is a logger that it has set.
 */
export function showOurWarnings(env: Env): void {
  oursAlone = true;
  if (!hasLogger()) showDiagnostics(env);
}

let oursAlone = false;

/** The API tells nobody; where it keeps the logger is the same in every copy of its major version. */
function hasLogger(): boolean {
  const api = (globalThis as { readonly [key: symbol]: unknown })[Symbol.for('opentelemetry.js.api.1')];
  return fields(api)['diag'] !== undefined;
}

/** Passes each kind of message on once, in words that say what to do where the cause is known. */
export function onceLogger(out: Pick<DiagLogger, 'warn' | 'error'>): DiagLogger {
  const said = new Set<string>();
  const say = (level: 'warn' | 'error', args: readonly unknown[]): void => {
    const text = args.filter((arg) => typeof arg === 'string').join(' ');
    const { kind, line } = explain(text);
    if (said.has(kind) || said.size >= MAX_KINDS || (oursAlone && !text.startsWith('taskmeter'))) return;
    said.add(kind);
    out[level](line);
  };
  const silent = (): void => {};
  return {
    error: (...args) => say('error', args),
    warn: (...args) => say('warn', args),
    info: silent,
    debug: silent,
    verbose: silent,
  };
}

/** A process that finds new things to complain about for ever has been heard by then. */
const MAX_KINDS = 100;

function explain(text: string): { kind: string; line: string } {
  if (text.startsWith('taskmeter')) return { kind: text.replaceAll(/\d+/g, '#'), line: firstLine(text) };
  if (text.includes('Attempted duplicate registration of API')) {
    return {
      kind: 'second sdk',
      line:
        'taskmeter: the application starts an OpenTelemetry SDK with another copy of @opentelemetry/api than ours, and its ' +
        'exporters get nothing. Keep one: new NodeSDK({ ...taskmeter() }) without taskmeter/register, or taskmeter/register ' +
        'alone; npm ls @opentelemetry/api shows the copies.',
    };
  }
  // The next logger takes over from this one; both would say so.
  if (text.startsWith('Current logger will')) return { kind: text, line: text };
  if (EXPORT_FAILED.test(text)) {
    return {
      kind: 'export',
      line:
        `taskmeter: telemetry cannot be exported (${messageOf(text)}) and is lost while this lasts; ` +
        'the application is not affected. OTEL_EXPORTER_OTLP_ENDPOINT says where to, OTEL_TRACES_EXPORTER=none switches it off.',
    };
  }
  const line = messageOf(text);
  return { kind: line.replaceAll(/\d+/g, '#'), line: `opentelemetry: ${line}` };
}

const EXPORT_FAILED =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|Request timed out|OTLPExporterError|UNAVAILABLE|DEADLINE_EXCEEDED|span export failed|"message":"Timeout"/;

/** The first line that carries the message. OpenTelemetry reports exceptions as JSON with the stack first. */
function messageOf(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && 'message' in parsed) {
      const code = 'code' in parsed && typeof parsed.code === 'string' ? parsed.code : '';
      const message = String(parsed.message);
      return firstLine(code === '' || message.includes(code) ? message : `${message}, ${code}`);
    }
  } catch {
    // Not JSON: the text is the message.
  }
  return firstLine(text);
}

/** The first line of a message, of which only the beginning where it is very long. */
export function firstLine(text: string): string {
  const line = text.trimStart().split('\n', 1)[0] ?? '';
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

/**
 * The one line: `node --import taskmeter/register app.js`. Observes the model clients of the process and, unless an SDK is
 * already there, starts OpenTelemetry as the standard OTEL_* variables say.
 *
 * Synchronous from the first to the last statement: the application's own modules load right after it, and `require()` of
 * this file must work.
 */
import { diag, ProxyTracerProvider, trace } from '@opentelemetry/api';
import { type Config, ConfigError, readConfig } from './config.ts';
import { showDiagnostics } from './diagnostics.ts';
import { samplerFromEnvironment, spanProcessorsFromEnvironment } from './environment.ts';
import { flushOnExit } from './exit.ts';
import { httpInstrumentations } from './http.ts';
import { instrument } from './instrumentation.ts';
import { load } from './load.ts';
import { Outbox } from './outbox.ts';
import { current } from './shared.ts';
import { VERSION } from './version.ts';

register();

function register(): void {
  const there = current();
  if (there !== undefined) {
    diag.info(`taskmeter: ${VERSION} loaded where ${there.version} observes already; it leaves everything to that one`);
    return;
  }
  try {
    const config = readConfig(process.env);
    if (config.disabled) return;
    if (process.env['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') return;
    if (hasSdk()) {
      instrument(config).instrumentation.enable();
      diag.info('taskmeter: an OpenTelemetry SDK is set up already; calls go to it, as spans and task totals');
    } else {
      startSdk(config);
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // A stack would point into this file; the mistake is in the user's settings.
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

function startSdk(config: Config): void {
  const outbox = new Outbox(queueSize());
  const { instrumentation, processor, samplerAround, isInsideCall } = instrument(config);
  const { NodeSDK } = load('@opentelemetry/sdk-node');
  const sdk = new NodeSDK({
    instrumentations: [instrumentation, ...(config.http === false ? [] : httpInstrumentations(isInsideCall))],
    spanProcessors: [
      processor,
      outbox.processor,
      ...spanProcessorsFromEnvironment(process.env, { around: (exporter) => outbox.around(exporter) }),
    ],
    sampler: samplerAround(samplerFromEnvironment(process.env)),
  });
  showDiagnostics(process.env);
  sdk.start();
  flushOnExit(outbox, () => sdk.shutdown());
}

/** Whether a module that was loaded before this one has registered a tracer provider. */
function hasSdk(): boolean {
  const provider = trace.getTracerProvider();
  if (!(provider instanceof ProxyTracerProvider)) return true;
  return provider.getDelegate() !== new ProxyTracerProvider().getDelegate();
}

/** As many spans as a batch processor would queue. */
function queueSize(): number {
  const given = Number(process.env['OTEL_BSP_MAX_QUEUE_SIZE']);
  return given > 0 ? given : 2048;
}

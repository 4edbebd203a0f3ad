/**
 * The one line: `node --import taskmeter/register app.js`. Observes the model clients of the process and, unless an SDK is
 * already there, starts OpenTelemetry as the standard OTEL_* variables say.
 *
 * Synchronous from the first to the last statement: the application's own modules load right after it, and `require()` of
 * this file must work.
 */
import { isMainThread, parentPort } from 'node:worker_threads';
import { diag } from '@opentelemetry/api';
import type { NodeSDKConfiguration } from '@opentelemetry/sdk-node';
import { type Config, ConfigError, readConfig } from './config.ts';
import { configFile, startFromFile } from './sdk/config-file.ts';
import { observingCopy } from './copies.ts';
import { firstLine, showDiagnostics } from './warnings.ts';
import { given, isSdkDisabled } from './env.ts';
import { maxQueueSize, samplerFromEnvironment } from './sdk/environment.ts';
import { accountedProcessors } from './exit/accounted.ts';
import { flushOnExit } from './exit/flush-on-exit.ts';
import { giveWay } from './sdk/give-way.ts';
import { isBundled, requireFromHere } from './here.ts';
import { httpInstrumentations } from './sdk/http.ts';
import { withOwnInstanceId } from './sdk/instance-id.ts';
import { assemble } from './instrumentation.ts';
import { handOver, joinSdk } from './sdk/join.ts';
import { load, type Modules } from './sdk/load.ts';
import { Outbox } from './exit/outbox.ts';
import { registeredProvider } from './sdk/tracer-provider.ts';

// On Node 20 a preloaded module also runs in the thread that loader hooks run in, where there is nothing to observe.
if (isMainThread || parentPort !== null) register();

function register(): void {
  try {
    const config = readConfig(process.env);
    if (config.disabled) return;
    if (isSdkDisabled(process.env)) return;
    if (observingCopy() !== undefined) {
      diag.info(`taskmeter: ${observingCopy()} observes this process already; loading it again changes nothing`);
    } else if (registeredProvider() !== undefined) {
      joinSdk(config);
    } else {
      startSdk(config);
      if (isImportedByProgram()) {
        diag.warn(
          'taskmeter: imported by an ES module, whose other imports were loaded before this one ran and are not observed; ' +
            'start with node --import taskmeter/register',
        );
      }
    }
  } catch (error) {
    if (error instanceof ConfigError) {
      // A stack would point into this file; the mistake is in the user's settings.
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    }
    // A telemetry package that cannot start is no reason for an application not to.
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const advice = isBundled
      ? 'In a bundle it is looked for beside that; a program of one file brings its own: new NodeSDK({ ...taskmeter() })'
      : 'Packages of SDK 2 need @opentelemetry/api 1.9, those of SDK 3 need 1.10: npm ls @opentelemetry/api';
    process.stderr.write(
      `taskmeter: OpenTelemetry cannot start, nothing is observed (${firstLine(reason)}). ${advice}\n`,
    );
  }
}

function startSdk(config: Config): void {
  const parts = assemble(config);
  const { instrumentation, processor, samplerAround, endEverything } = parts;
  showDiagnostics(process.env);
  const sdkNode = load('@opentelemetry/sdk-node');
  const http = config.http === false ? undefined : httpInstrumentations(parts);
  const instrumentations = [instrumentation, ...(http?.instrumentations ?? [])];
  const file = configFile(process.env, sdkNode);
  if (file !== undefined) {
    const sdk = startFromFile(file, sdkNode, { instrumentations, processor, samplerAround });
    if (sdk === undefined) return;
    flushOnExit({ outbox: new Outbox(0), endEverything, shutdown: () => sdk.shutdown() });
  } else {
    const outbox = new Outbox(maxQueueSize(process.env));
    const sdk = new sdkNode.NodeSDK({
      ...resourceDetectors(sdkNode),
      instrumentations,
      spanProcessors: [processor, ...accountedProcessors(outbox)],
      sampler: samplerAround(samplerFromEnvironment(process.env)),
    });
    withMetrics(() => withOwnInstanceId(() => sdk.start()));
    flushOnExit({ outbox, endEverything, shutdown: () => sdk.shutdown() });
  }
  giveWay((provider) => handOver(provider, processor, http));
}

/** The specification's exporter of metrics where none is named; the first releases of SDK 2 take none then. */
function withMetrics(start: () => void): void {
  const name = 'OTEL_METRICS_EXPORTER';
  if (given(process.env, name) !== undefined) return start();
  const before = process.env[name];
  process.env[name] = 'otlp';
  try {
    start();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}

/** SDK 2 does not tell instances apart unless asked; SDK 3 does. First, so that `OTEL_RESOURCE_ATTRIBUTES` can name one. */
function resourceDetectors({ resources }: Partial<Modules['@opentelemetry/sdk-node']>): Partial<NodeSDKConfiguration> {
  if (resources === undefined || process.env['OTEL_NODE_RESOURCE_DETECTORS'] !== undefined) return {};
  const { envDetector, hostDetector, processDetector, serviceInstanceIdDetector } = resources;
  return { resourceDetectors: [serviceInstanceIdDetector, envDetector, processDetector, hostDetector] };
}

/** Whether the program is an ES module that imports this file itself, instead of having it preloaded by a flag. */
function isImportedByProgram(): boolean {
  const flags = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ');
  const isPreloaded =
    /(?:^|\s)(?:-r|--require|--import|--(?:experimental-)?loader|--experimental-(?:default-)?config-file)\b/.test(
      flags,
    );
  const isScript = isMainThread && process.argv[1] !== undefined;
  return isScript && !isPreloaded && !isBundled && requireFromHere.main === undefined;
}

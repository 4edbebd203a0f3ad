/** The composition root: calls are observed, read, priced, totalled and written on spans. No other file knows all of that. */
import { diag, trace } from '@opentelemetry/api';
import type { Config } from './config.ts';
import { showTasks } from './console/console.ts';
import { claimProcess, observingCopy } from './copies.ts';
import { offerDiagnosis } from './self-report.ts';
import { findMeter } from './metrics/meter.ts';
import { type Installation, installHooks, type InstallReport } from './patch/install.ts';
import type { LoadedPackage } from './patch/modules.ts';
import { priceOf } from './price/cost.ts';
import { IDLE_DISCOUNT_TODO, idleDiscounts, idleDiscountText } from './price/idle-discount.ts';
import { toolPrice } from './price/tool-price.ts';
import { pricesInUse, usePriceFiles } from './prices.ts';
import { providers } from './providers/all.ts';
import type { Instrumentation, Sampler, SpanProcessor } from './sdk/types.ts';
import { libraryOf } from './span/native.ts';
import { createSpanProcessor } from './span/processor.ts';
import { createRecorder } from './span/recorder.ts';
import { createSampler } from './span/sampler.ts';
import type { SdkSpan } from './span/sdk.ts';
import { lateTracer } from './span/tracer.ts';
import type { Price } from './task/entry.ts';
import { current, isInCall } from './task/scope.ts';
import { state } from './task/state.ts';
import { modelHosts, providerAddresses, watchUnobserved } from './unobserved.ts';
import { VERSION } from './version.ts';

/** What an SDK needs of taskmeter, and what the HTTP instrumentations and the end of the process need to know. */
export interface Parts {
  readonly instrumentation: Instrumentation;
  readonly processor: SpanProcessor;
  readonly samplerAround: (inner: Sampler) => Sampler;
  readonly isInsideCall: () => boolean;
  /** Whether an address is a provider's. */
  readonly isProviderAddress: (url: string) => boolean;
  /** Ends calls and tasks that are still open, since what has not ended is not exported; prints the summary, if it is to be. */
  readonly endEverything: () => void;
}

/**
 * The parts of this process. The first call makes them, later ones get the same, since nothing can be observed by two.
 *
 * @throws {ConfigError} when the price file cannot be read.
 */
export function assemble(config: Config): Parts {
  parts ??= compose(config);
  return parts;
}

let parts: Parts | undefined;

function compose(config: Config): Parts {
  // The SDK reads it when a client is made. Its own spans would be a second view of each call, and it sends a traceparent.
  process.env['ANTHROPIC_OPEN_TELEMETRY'] ??= 'false';
  const price: Price = (query) => priceOf(pricesInUse(), query);
  if (config.prices !== undefined) {
    usePriceFiles(config.prices);
    queueMicrotask(warnOfIdleDiscounts); // whoever starts us sets the logger after this
    // The embedded catalogue knows no tools of an application: only a price file is worth reading for one.
    state.toolPrice = (tool, at) => toolPrice(pricesInUse(), { tool, at });
  }
  state.idleMs = config.idleTimeout * 1000;
  const emit = {
    cacheCreation: config.emitCacheCreation,
    proposedCost: config.emitProposedCost,
    content: config.captureContent,
  };
  const observed = providers(config.hosts);
  const isModelHost = modelHosts(config.hosts);
  const isProviderAddress = providerAddresses(isModelHost);
  let printSummary: (() => void) | undefined;
  const instrumentation = new TaskmeterInstrumentation(() => {
    if (config.console) printSummary ??= showTasks();
    return installHooks(observed, createRecorder({ tracer: lateTracer, price, emit }), {
      streamUsage: config.streamUsage,
      streamIdleMs: config.idleTimeout * 1000,
      isProviderAddress,
      watch: watchUnobserved({
        isModelHost,
        providers: observed,
        isInsideNativeCall,
        packages: () => instrumentation.packages(),
      }),
    });
  });
  const processor = createSpanProcessor({ price, emit, endOpenCalls: () => instrumentation.endOpenCalls() });
  offerDiagnosis({
    sampling: config.sampling,
    installed: () => instrumentation.report(),
    isProcessor: (other) => other === processor,
  });
  return {
    instrumentation,
    processor,
    samplerAround: (inner) => createSampler(inner, config.sampling),
    isInsideCall: () => isInCall(current()) || isInsideNativeCall(),
    isProviderAddress,
    endEverything() {
      void processor.shutdown();
      printSummary?.();
    },
  };
}

/** Inside a call that a client library traces by itself, where the user has turned that on. */
function isInsideNativeCall(): boolean {
  const span: object | undefined = trace.getSpan(current());
  return span !== undefined && 'instrumentationScope' in span && libraryOf(span as SdkSpan) !== undefined;
}

/**
 * As OpenTelemetry wants an instrumentation. Not its base class: that one hooks whole modules by name, and calls are
 * patched in files inside the packages.
 */
class TaskmeterInstrumentation implements Instrumentation {
  readonly instrumentationName = 'taskmeter';
  readonly instrumentationVersion: string = VERSION;
  readonly #install: () => Installation;
  #installation: Installation | undefined;

  constructor(install: () => Installation) {
    this.#install = install;
  }

  enable(): void {
    if (this.#installation !== undefined) return;
    if (claimProcess(VERSION, (client) => this.#installation?.observeClient(client)))
      this.#installation = this.#install();
    else
      diag.info(`taskmeter: another copy (${observingCopy()}) observes this process; this one (${VERSION}) does not`);
  }

  disable(): void {
    this.#installation?.disable();
    this.#installation = undefined;
  }

  endOpenCalls(): void {
    this.#installation?.endOpenCalls();
  }

  packages(): readonly LoadedPackage[] {
    return this.#installation?.report().packages ?? [];
  }

  setMeterProvider(): void {
    findMeter();
  }

  /** Absent as long as it is not enabled. */
  report(): InstallReport | undefined {
    return this.#installation?.report();
  }

  // Spans go to the tracer provider that is registered; there are no other settings than `Config`.
  setTracerProvider(): void {}
  setConfig(): void {}
  getConfig(): Record<string, never> {
    return {};
  }
}

function warnOfIdleDiscounts(): void {
  for (const discount of idleDiscounts(pricesInUse()))
    diag.warn(`taskmeter: TASKMETER_PRICES: ${idleDiscountText(discount)}; ${IDLE_DISCOUNT_TODO}`);
}

/** The composition root: providers are read, calls observed, priced, totalled and written on spans. Nothing else knows all. */
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type { Sampler, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Config } from './config.ts';
import { VERSION } from './version.ts';

/** What an SDK needs of taskmeter, and what the HTTP instrumentations do. */
export interface Parts {
  readonly instrumentation: Instrumentation;
  readonly processor: SpanProcessor;
  readonly samplerAround: (inner: Sampler) => Sampler;
  readonly isInsideCall: () => boolean;
}

/** The parts of this process: the first call makes them, later ones get the same. */
export function instrument(config: Config): Parts {
  parts ??= compose(config);
  return parts;
}

let parts: Parts | undefined;

function compose(_config: Config): Parts {
  // The SDK reads it when a client is made. Its spans would be seconds of ours, and it sends a traceparent to the provider.
  process.env['ANTHROPIC_OPEN_TELEMETRY'] ??= 'false';
  return {
    instrumentation: new TaskmeterInstrumentation(() => {}),
    processor: { onStart() {}, onEnd() {}, async forceFlush() {}, async shutdown() {} },
    samplerAround: (inner) => inner,
    isInsideCall: () => false,
  };
}

/**
 * As OpenTelemetry wants an instrumentation. Not its base class: that hooks whole modules by name, and calls are patched in
 * files inside the packages.
 */
class TaskmeterInstrumentation implements Instrumentation {
  readonly instrumentationName = 'taskmeter';
  readonly instrumentationVersion: string = VERSION;
  readonly #install: () => void;
  #enabled = false;

  constructor(install: () => void) {
    this.#install = install;
  }

  enable(): void {
    if (this.#enabled) return;
    this.#enabled = true;
    this.#install();
  }

  disable(): void {}
  setTracerProvider(): void {}
  setMeterProvider(): void {}
  setConfig(): void {}
  getConfig(): Record<string, never> {
    return {};
  }
}

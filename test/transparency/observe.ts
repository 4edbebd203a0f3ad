/**
 * Preloaded with `--import`: observes every call of the process, as `taskmeter/register` does, and records it. In the
 * environment: `STREAM_USAGE`, `STREAM_IDLE_MS`, and with `FAULT` the site where our own code throws.
 */
import type { LlmCall } from '../../src/call.ts';
import { injectFault, sites } from '../../src/patch/guard.ts';
import { installHooks } from '../../src/patch/install.ts';
import type { UsagePolicy } from '../../src/patch/usage-option.ts';
import { providers } from '../../src/providers/all.ts';
import { type ObservedCall, provideObserved } from './observed.ts';

process.env['ANTHROPIC_OPEN_TELEMETRY'] ??= 'false';

injectFault(sites.find((site) => site === process.env['FAULT']));

const calls: LlmCall[] = [];
const installation = installHooks(
  providers(),
  { aside: (fn) => fn(), begin: () => ({ run: (fn) => fn(), end: (call) => void calls.push(call) }) },
  {
    streamUsage: (process.env['STREAM_USAGE'] ?? 'auto') as UsagePolicy,
    streamIdleMs: Number(process.env['STREAM_IDLE_MS'] ?? 600_000),
    watch: { isModelHost: () => true, isAccountedFor: () => false, unobserved: () => {} },
  },
);

provideObserved(() => {
  installation.endOpenCalls();
  return { calls: calls.splice(0).map(describeCall), failures: [...installation.report().failures.keys()] };
});

function describeCall({ ending, error, attempts, response }: LlmCall): ObservedCall {
  return {
    ending,
    error: error?.type,
    attempts: attempts.map(({ status, errorType }) => String(status ?? errorType)),
    inputTokens: response.usage?.inputTokens,
    outputTokens: response.usage?.outputTokens,
  };
}

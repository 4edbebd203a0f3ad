/** Preloaded with `--import`: observes every call of the process, as `taskmeter/register` does, and records it. */
import type { LlmCall } from '../../src/call.ts';
import { installHooks } from '../../src/patch/install.ts';
import type { UsagePolicy } from '../../src/patch/usage-option.ts';
import { providers } from '../../src/providers/all.ts';
import { provideObserved } from './observed.ts';

process.env['ANTHROPIC_OPEN_TELEMETRY'] ??= 'false';

const calls: LlmCall[] = [];
const installation = installHooks(
  providers(),
  { begin: () => ({ run: (fn) => fn(), end: (call) => void calls.push(call) }) },
  { streamUsage: (process.env['STREAM_USAGE'] ?? 'auto') as UsagePolicy },
);

provideObserved(() => {
  installation.endOpenCalls();
  return calls.splice(0).map(({ ending, error, attempts, response }) => ({
    ending,
    error: error?.type,
    attempts: attempts.map(({ status, errorType }) => String(status ?? errorType)),
    inputTokens: response.usage?.inputTokens,
    outputTokens: response.usage?.outputTokens,
  }));
});

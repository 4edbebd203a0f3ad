import type { LlmCall } from '../../src/call.ts';
import { installHooks } from '../../src/patch/install.ts';
import { providers } from '../../src/providers/all.ts';
import type { Reading } from './reading.ts';

/** Observes the client libraries loaded from here on; `take` gives the calls that ended since it was last asked. */
export function observe(): { take(): readonly Reading[] } {
  process.env['ANTHROPIC_OPEN_TELEMETRY'] = 'false';
  let ended: Reading[] = [];
  installHooks(providers(), {
    begin: () => ({
      run: (fn) => fn(),
      end: (call) => ended.push(readingOf(call)),
    }),
  });
  return {
    take() {
      const taken = ended;
      ended = [];
      return taken;
    },
  };
}

function readingOf({ request, response, error }: LlmCall): Reading {
  const { usage = {} } = response;
  return {
    provider: request.provider,
    requestModel: request.model,
    model: response.model,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    cacheReadTokens: usage.cacheReadTokens,
    cacheWriteTokens: usage.cacheWriteTokens,
    cacheWrite5mTokens: usage.cacheWrite5mTokens,
    cacheWrite1hTokens: usage.cacheWrite1hTokens,
    reasoningTokens: usage.reasoningTokens,
    toolCalls: response.toolCalls,
    serverToolCalls: response.serverToolCalls,
    finishReasons: response.finishReasons,
    status: error === undefined ? 'ok' : (error.status?.toString() ?? 'error'),
    reportedUsd: usage.reportedUsd === undefined ? undefined : Number(usage.reportedUsd),
  };
}

/**
 * Spans that a client library makes of its own calls. They are taken for the calls they are: read, priced and booked, so
 * that a client whose own tracing is on is counted, and counted once.
 */
import type { Attributes, Context } from '@opentelemetry/api';
import type { LlmCall, Usage } from '../call.ts';
import { count, text } from '../narrow.ts';
import { type BookedCall, book } from '../task/booking.ts';
import { costOf, entryOf, type Price } from '../task/entry.ts';
import { accountOf, identityOf, isInCall } from '../task/scope.ts';
import * as name from './attributes.gen.ts';
import { type Emit, writeOutcome } from './attributes.ts';
import { libraryOf, type NativeLibrary, operationOf } from './native.ts';
import { type EndedSpan, epochMs } from './sdk.ts';

export interface Adopter {
  started(span: EndedSpan, parentContext: Context): void;
  /** What we add to the span; absent for a span that is no adopted call. */
  ending(span: EndedSpan): Attributes | undefined;
}

interface Adopted extends Pick<BookedCall, 'account' | 'identity'> {
  readonly library: NativeLibrary;
}

export function createAdopter(price: Price, emit: Emit): Adopter {
  const adopted = new WeakMap<EndedSpan, Adopted>();
  return {
    started(span, parentContext) {
      // Below a call that we observe it is the same call, seen a second time.
      const library = libraryOf(span);
      if (library === undefined || isInCall(parentContext)) return;
      const account = accountOf(parentContext, epochMs(span.startTime));
      adopted.set(span, { library, account, identity: identityOf(parentContext) });
      account?.begin(false);
    },
    ending(span) {
      const found = adopted.get(span);
      if (found === undefined) return undefined;
      adopted.delete(span);
      const call = readSpan(span, found.library);
      const cost = costOf(call, price);
      const { account, identity } = found;
      book({ call, entry: entryOf(call, cost), account, identity });
      const additions: Attributes = {};
      writeOutcome(additions, call, cost, emit);
      return Object.fromEntries(Object.entries(additions).filter(([key]) => span.attributes[key] === undefined));
    },
  };
}

function readSpan(span: EndedSpan, library: NativeLibrary): LlmCall {
  const { attributes } = span;
  const startedAt = epochMs(span.startTime);
  const endedAt = epochMs(span.endTime);
  const failed = library.isFailed(span);
  const httpStatus = count(attributes[name.ATTR_HTTP_RESPONSE_STATUS_CODE]);
  const repeats = count(attributes[name.ATTR_HTTP_REQUEST_RESEND_COUNT]) ?? 0;
  return {
    request: {
      operation: operationOf(attributes) ?? 'chat',
      provider: text(attributes[name.ATTR_GEN_AI_PROVIDER_NAME]) ?? library.provider,
      model: text(attributes[name.ATTR_GEN_AI_REQUEST_MODEL]),
      serviceTier: text(attributes[name.ATTR_ANTHROPIC_REQUEST_SERVICE_TIER]),
    },
    response: {
      id: text(attributes[name.ATTR_GEN_AI_RESPONSE_ID]),
      model: text(attributes[name.ATTR_GEN_AI_RESPONSE_MODEL]),
      finishReasons: library.finishReasons(attributes),
      serviceTier: text(attributes[name.ATTR_ANTHROPIC_RESPONSE_SERVICE_TIER]),
      usage: readUsage(attributes),
    },
    attempts: [
      // The span counts earlier attempts and tells nothing else of them; one without an end makes no claim.
      ...Array.from({ length: repeats }, () => ({ startedAt })),
      { startedAt, endedAt, status: httpStatus },
    ],
    ending: failed ? 'error' : 'done',
    error: failed
      ? { type: text(attributes[name.ATTR_ERROR_TYPE]) ?? '_OTHER', status: failed ? httpStatus : undefined }
      : undefined,
    startedAt,
    endedAt,
  };
}

function readUsage(attributes: Attributes): Usage | undefined {
  const usage: Usage = {
    inputTokens: count(attributes[name.ATTR_GEN_AI_USAGE_INPUT_TOKENS]),
    outputTokens: count(attributes[name.ATTR_GEN_AI_USAGE_OUTPUT_TOKENS]),
    cacheReadTokens: count(attributes[name.ATTR_GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS]),
    cacheWriteTokens: count(attributes[name.ATTR_GEN_AI_USAGE_CACHE_WRITE_INPUT_TOKENS]),
    cacheWrite5mTokens: count(attributes[name.ATTR_ANTHROPIC_USAGE_CACHE_CREATION_EPHEMERAL_5M_INPUT_TOKENS]),
    cacheWrite1hTokens: count(attributes[name.ATTR_ANTHROPIC_USAGE_CACHE_CREATION_EPHEMERAL_1H_INPUT_TOKENS]),
    reasoningTokens: count(attributes[name.ATTR_GEN_AI_USAGE_REASONING_OUTPUT_TOKENS]),
  };
  return usage.inputTokens === undefined && usage.outputTokens === undefined ? undefined : usage;
}

/** The only place where the spans of calls are started, filled and ended. */
import {
  type Context,
  diag,
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
} from '@opentelemetry/api';
import type { CallObserver, CallRequest, LlmCall } from '../call.ts';
import { findMeter } from '../metrics/meter.ts';
import type { Cost } from '../price/cost.ts';
import { putOff } from '../task/backlog.ts';
import { book, type BookedCall } from '../task/booking.ts';
import { costOf, entryOf, failedAttempts, type Price } from '../task/entry.ts';
import { accountOf, asideOf, type CallScope, callerOf, current, enter, identityOf, insideCall } from '../task/scope.ts';
import {
  ATTEMPT_FAILED,
  attemptAttributes,
  type Emit,
  EMIT_DEFAULT,
  errorType,
  requestAttributes,
  writeOutcome,
} from './attributes.ts';
import { writeOn } from './sdk.ts';
import { started } from './started.ts';
import { type Identity, identityAttributes } from './task-attributes.ts';

export interface RecorderOptions {
  readonly tracer: Pick<Tracer, 'startSpan'>;
  readonly price: Price;
  readonly emit?: Emit;
}

/** Makes a span of every call, prices it, and books it on its task. Without an SDK there is no span, and the rest holds. */
export function createRecorder({ tracer, price, emit = EMIT_DEFAULT }: RecorderOptions): CallObserver {
  let warned = false;
  return {
    aside: (fn) => enter(asideOf(current()), fn),
    begin(request, startedAt) {
      const caller = callerOf(current());
      const account = accountOf(caller, startedAt);
      const identity = identityOf(caller);
      const span = startSpan(request, startedAt, caller, identity);
      if (!warned && !span.isRecording() && isSpanContextValid(span.spanContext())) {
        warned = true;
        diag.warn(
          'taskmeter: a sampler drops spans of model calls: they are priced, totalled and counted in taskmeter.process.* all the same, ' +
            'and no collector sees them; new NodeSDK({ ...taskmeter() }) with TASKMETER_SAMPLING=always exports them',
        );
      }
      account?.begin(false);
      const scope: CallScope = { caller, isOpen: true };
      const inside = insideCall(scope, span);
      return {
        run: (fn) => enter(inside, fn),
        end(call) {
          if (!scope.isOpen) return;
          scope.isOpen = false;
          // Now, or who collects before it is counted would not ask us.
          findMeter();
          putOff(() => finish({ span, call, account, identity }));
        },
      };
    },
  };

  function finish({ span, call, account, identity }: Ended): void {
    const cost = costOf(call, price);
    try {
      fill(span, call, cost, emit);
    } finally {
      book({ call, entry: entryOf(call, cost), account, identity });
    }
  }

  /** A sampler or processor that throws costs the span; the call is priced and booked without. */
  function startSpan(request: CallRequest, startTime: number, caller: Context, identity: Identity | undefined): Span {
    const attributes = requestAttributes(request, emit);
    if (identity !== undefined) Object.assign(attributes, identityAttributes(identity));
    return started('starting a call', () =>
      tracer.startSpan(nameOf(request), { kind: SpanKind.CLIENT, startTime, attributes }, caller),
    );
  }
}

/** A call that has ended, with its span, which has not. */
interface Ended extends Omit<BookedCall, 'entry'> {
  readonly span: Span;
}

function nameOf({ operation, model }: CallRequest): string {
  return model === undefined ? operation : `${operation} ${model}`;
}

function fill(span: Span, call: LlmCall, cost: Cost, emit: Emit): void {
  writeOn(span, (on) => writeOutcome(on, call, cost, emit));
  for (const failed of failedAttempts(call)) {
    span.addEvent(ATTEMPT_FAILED, attemptAttributes(failed), failed.attempt.endedAt ?? failed.attempt.startedAt);
  }
  if (errorType(call) !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(call.endedAt);
}

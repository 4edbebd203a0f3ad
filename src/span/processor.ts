/**
 * Our span processor: stamps every span with the task it belongs to, writes the totals of implicit tasks on their roots,
 * and adopts the calls that client libraries trace by themselves. It must stand before the exporting processors.
 */
import type { Attributes } from '@opentelemetry/api';
import type { Price } from '../task/entry.ts';
import { catchUp } from '../task/backlog.ts';
import { rootEnding, rootStarted } from '../task/implicit.ts';
import { identityOf } from '../task/scope.ts';
import { state } from '../task/state.ts';
import { createAdopter } from './adopt.ts';
import { ATTR_TASKMETER_TASK_ID } from './attributes.gen.ts';
import { type Emit, EMIT_DEFAULT } from './attributes.ts';
import { safely } from './safely.ts';
import type { EndedSpan, SdkSpanProcessor } from './sdk.ts';
import { identityAttributes } from './task-attributes.ts';
import { SCOPE } from './tracer.ts';

export interface ProcessorOptions {
  readonly price: Price;
  readonly emit?: Emit;
  /** Ends the calls that are still open: nothing that ends later is exported. */
  readonly endOpenCalls?: () => void;
}

export function createSpanProcessor({ price, emit = EMIT_DEFAULT, endOpenCalls }: ProcessorOptions): SdkSpanProcessor {
  const adopter = createAdopter(price, emit);
  let hasOnEnding = false;
  return {
    onStart(span, parentContext) {
      safely('starting a span', () => {
        // A task, a call or a report of ours says so from its start.
        const isOurs = span.attributes[ATTR_TASKMETER_TASK_ID] !== undefined;
        rootStarted(span, parentContext, isOurs);
        // What we start ourselves has its identity, if there is one, and is a call of no other library.
        if (span.instrumentationScope.name === SCOPE) return;
        adopter.started(span, parentContext);
        const identity = isOurs ? undefined : identityOf(parentContext);
        if (identity !== undefined) span.setAttributes(identityAttributes(identity));
      });
    },
    onEnding(span) {
      hasOnEnding = true;
      // What has ended before it goes before it.
      catchUp();
      safely('ending a span', () => {
        const added = additions(span);
        if (added !== undefined) span.setAttributes(added);
      });
    },
    onEnd(span) {
      // The oldest SDKs have no `onEnding`: the exporters, which come after us, read the same object.
      if (hasOnEnding) return;
      catchUp();
      safely('ending a span', () => Object.assign(span.attributes, additions(span)));
    },
    forceFlush() {
      catchUp();
      return Promise.resolve();
    },
    shutdown() {
      // Before the tasks, which they are part of.
      if (endOpenCalls !== undefined) safely('ending open calls', endOpenCalls);
      for (const end of state.openTools) safely('ending a tool call', end);
      catchUp();
      for (const task of [...state.open.values(), ...[...state.openRoots.values()].flat()]) {
        safely('ending a task', () => task.shutdown());
      }
      return Promise.resolve();
    },
  };

  function additions(span: EndedSpan): Attributes | undefined {
    const adopted = adopter.ending(span);
    const totals = rootEnding(span);
    return adopted === undefined || totals === undefined ? (adopted ?? totals) : { ...adopted, ...totals };
  }
}

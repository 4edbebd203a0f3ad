/** `tool()`: a call of a tool of the application, which may cost money itself. */
import { diag, type Context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '../span/attributes.gen.ts';
import { safely } from '../span/safely.ts';
import { started } from '../span/started.ts';
import { identityAttributes } from '../span/task-attributes.ts';
import { EXECUTE_TOOL, toolAttributes, type ToolCost, toolCostAttributes } from '../span/tool-attributes.ts';
import { tracer } from '../span/tracer.ts';
import { bookTool } from './booking.ts';
import { errorClass } from './outcomes.ts';
import { LINGER_MS, startClock } from './running.ts';
import { accountOf, callerOf, current, enter, identityOf } from './scope.ts';
import { runSettling, type Settled } from './settle.ts';
import { state } from './state.ts';
import { checkTool, type ToolOptions, usdOf } from './tool-options.ts';

/** A tool call as its function sees it. */
export interface Tool {
  readonly name: string;
  /**
   * Says what this call cost in USD, where only its response tells: a decimal string, or a number as JSON has it. The last
   * word wins, also over `usd` and over a price file; `0` says that nothing was billed. What is no cost at all does not stop
   * the tool: it is warned of, and makes the task's cost a lower bound.
   */
  cost(usd: string | number): void;
}

/** Finds the price row of a tool for a call that begins at `at` (epoch milliseconds); `undefined` where there is none. */
export type ToolPrice = (tool: string, at: number) => ToolCost | undefined;

/**
 * Runs `fn` as a call of a tool: it has a span (`execute_tool {name}`), and what it costs counts towards the task around it.
 * What `fn` returns or throws is what the caller gets. A tool costs what it says itself, else what a price file says of its
 * name, whether it returns or throws; without either it has no cost.
 *
 * @throws {TypeError} before `fn` runs, when an option is not what it must be.
 */
export function tool<T>(options: ToolOptions, fn: (tool: Tool) => T): T {
  checkTool(options, fn);
  const running = start(options);
  return runSettling(running, () => fn(running.tool));
}

interface Running extends Settled {
  readonly tool: Tool;
}

function start(options: ToolOptions): Running {
  const { name } = options;
  const now = startClock();
  const startedAt = now();
  const outside = callerOf(current());
  const identity = identityOf(outside);
  const span = startSpan(options, startedAt, outside);
  const inside = trace.setSpan(outside, span);
  // Asked inside, since where nothing is around the tool, its span may be the root that model calls below make a task of.
  const account = accountOf(inside, startedAt);
  account?.beginTool();

  // A response that does not tell the cost it was asked for has said something, too.
  let said: readonly [usd: unknown] | undefined = options.usd === undefined ? undefined : [options.usd];
  let isOver = false;
  let linger: NodeJS.Timeout | undefined;
  state.openTools.add(end);

  return {
    enter: (step) => enter(inside, step),
    tool: {
      name,
      cost(usd) {
        if (isOver) warn(`cost() of the tool ${name} was called after it had ended`);
        else said = [usd];
      },
    },
    returned: end,
    threw(error) {
      safely('ending a tool call', () => {
        span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute(ATTR_ERROR_TYPE, errorClass(error));
      });
      end();
    },
    unclaimed() {
      linger = setTimeout(end, LINGER_MS).unref();
    },
    claimed() {
      clearTimeout(linger);
    },
  };

  function end(): void {
    if (isOver) return;
    isOver = true;
    clearTimeout(linger);
    state.openTools.delete(end);
    const at = now();
    const cost = said === undefined ? state.toolPrice?.(name, startedAt) : ownCost(name, ...said);
    safely('ending a tool call', () => {
      if (cost !== undefined) span.setAttributes(toolCostAttributes(cost));
    });
    // Before the span ends, since with it a task may.
    if (cost === undefined) account?.bookTool(undefined);
    else bookTool({ entry: { tool: name, cost }, account, identity });
    safely('ending a tool call', () => {
      span.end(at);
    });
  }
}

function ownCost(name: string, said: unknown): ToolCost {
  const total = usdOf(said);
  if (total !== undefined) return { status: 'reported', total };
  warn(`the tool ${name} said a cost that is none; expected USD like "0.01" or 0.01`);
  return { status: 'invalid_usage' };
}

/** A sampler or processor that throws costs the span; the tool goes on without. */
function startSpan({ name, callId, attributes }: ToolOptions, startTime: number, outside: Context): Span {
  const identity = identityOf(outside);
  return started('starting a tool call', () =>
    tracer().startSpan(
      `${EXECUTE_TOOL} ${name}`,
      {
        kind: SpanKind.INTERNAL,
        startTime,
        attributes: {
          ...attributes,
          ...toolAttributes(name, callId),
          ...(identity === undefined ? undefined : identityAttributes(identity)),
        },
      },
      outside,
    ),
  );
}

const warned = new Set<string>();
const MAX_WARNINGS = 100;

/** Once for each message, and of only so many: a name may come from outside. */
function warn(message: string): void {
  if (warned.has(message) || warned.size >= MAX_WARNINGS) return;
  warned.add(message);
  diag.warn(`taskmeter: ${message}`);
}

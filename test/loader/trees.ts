import type { Tree } from '../support/surroundings.ts';

/** What `apps/scenario.cjs` is seen to do. */
export interface Trees {
  /** A call by itself. */
  readonly call: Tree;
  /** Its named task, with a call in it. */
  readonly task: Tree;
  /** Its request to itself, with a call in it, where the HTTP instrumentations see it. */
  readonly served: Tree;
}

/** With calls of this model that cost so many USD each. */
export function treesWith(model: string, cost: string): Trees {
  const call: Tree = {
    scope: 'taskmeter',
    name: `chat ${model}`,
    kind: 'client',
    says: { 'taskmeter.cost.exact': cost },
    children: [],
  };
  const totals = { 'taskmeter.task.calls': 1, 'taskmeter.task.cost_exact': cost };
  const task: Tree = {
    scope: 'taskmeter',
    name: 'task support.ticket',
    kind: 'internal',
    says: { ...totals, 'taskmeter.task.outcome': 'success', 'taskmeter.task.type': 'support.ticket' },
    children: [{ ...call, says: { ...call.says, 'taskmeter.task.type': 'support.ticket' } }],
  };
  const server: Tree = {
    scope: '@opentelemetry/instrumentation-http',
    name: 'GET',
    kind: 'server',
    says: { ...totals, 'taskmeter.task.outcome': 'unknown', 'taskmeter.task.type': 'GET' },
    children: [call],
  };
  const served: Tree = {
    scope: '@opentelemetry/instrumentation-undici',
    name: 'GET',
    kind: 'client',
    says: {},
    children: [server],
  };
  return { call, task, served };
}

/** By hand: 56 × 0.40 + 64 × 0.10 + 30 × 1.60 USD per million. */
export const openai: Trees = treesWith('gpt-4.1-mini', '0.0000768');

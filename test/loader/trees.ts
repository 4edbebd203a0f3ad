import type { Tree } from '../support/surroundings.ts';

/** By hand: 56 × 0.40 + 64 × 0.10 + 30 × 1.60 USD per million. */
const cost = '0.0000768';

/** The call that `apps/scenario.cjs` makes with openai. */
export const call: Tree = {
  scope: 'taskmeter',
  name: 'chat gpt-4.1-mini',
  kind: 'client',
  says: { 'taskmeter.cost.exact': cost },
  children: [],
};

/** Its named task. */
export const task: Tree = {
  scope: 'taskmeter',
  name: 'task support.ticket',
  kind: 'internal',
  says: {
    'taskmeter.task.calls': 1,
    'taskmeter.task.cost_exact': cost,
    'taskmeter.task.outcome': 'success',
    'taskmeter.task.type': 'support.ticket',
  },
  children: [{ ...call, says: { ...call.says, 'taskmeter.task.type': 'support.ticket' } }],
};

/** Its request to itself, where the HTTP instrumentations see it. */
export const served: Tree = {
  scope: '@opentelemetry/instrumentation-undici',
  name: 'GET',
  kind: 'client',
  says: {},
  children: [
    {
      scope: '@opentelemetry/instrumentation-http',
      name: 'GET',
      kind: 'server',
      says: {
        'taskmeter.task.calls': 1,
        'taskmeter.task.cost_exact': cost,
        'taskmeter.task.outcome': 'unknown',
        'taskmeter.task.type': 'GET',
      },
      children: [call],
    },
  ],
};

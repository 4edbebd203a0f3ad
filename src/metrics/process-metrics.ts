/** The process's counts as metrics: observable counters and gauges, read all at one instant whenever somebody collects. */
import {
  type Attributes,
  type BatchObservableResult,
  type Meter,
  type ObservableCounter,
  type ObservableGauge,
  ValueType,
} from '@opentelemetry/api';
import { CATALOGUE_DATE } from '../price/catalogue-date.gen.ts';
import { type Atto, toDouble, toPicoUsd } from '../price/money.ts';
import { catchUp } from '../task/backlog.ts';
import * as name from '../span/attributes.gen.ts';
import { type Counts, type LostCounts, TOKEN_TYPES, type ToolCounts } from './counters.ts';

/** Makes the instruments of `counts` in a meter, until that is undone. */
export function observeCounts(meter: Meter, counts: Counts): () => void {
  const instruments = new Map(
    Object.entries(values).map(([metric, { kind, valueType }]) => {
      const options = { ...name.METRICS[metric], valueType };
      const isGauge = kind === 'gauge';
      return [
        metric,
        isGauge ? meter.createObservableGauge(metric, options) : meter.createObservableCounter(metric, options),
      ];
    }),
  );
  const observe = (result: BatchObservableResult): void => {
    catchUp();
    for (const [metric, instrument] of instruments) values[metric]?.read(counts, observer(result, instrument));
  };
  meter.addBatchObservableCallback(observe, [...instruments.values()]);
  return () => meter.removeBatchObservableCallback(observe, [...instruments.values()]);
}

type Observe = (value: number, attributes?: Attributes) => void;

interface Values {
  /** A counter when absent. */
  readonly kind?: 'gauge';
  readonly valueType: ValueType;
  read(counts: Counts, observe: Observe): void;
}

/**
 * Money stands here twice. As a double in USD, to be read beside the collector's `taskmeter.cost`: each reading is made anew
 * from the exact sum, but the SDK takes the difference to the one before and adds that up, so that its last digits are not to be
 * compared. And as an integer of 10⁻¹² USD, which survives that: no price of a token has more decimals.
 */
const values: Readonly<Record<string, Values>> = {
  [name.METRIC_TASKMETER_PROCESS_CALLS]: ofCalls((cell, observe, labels) => observe(cell.calls, labels)),
  [name.METRIC_TASKMETER_PROCESS_ATTEMPTS]: ofCalls((cell, observe, labels) => observe(cell.attempts, labels)),
  [name.METRIC_TASKMETER_PROCESS_COST]: {
    ...ofCallsAndTools((cell, observe, labels) => observe(toDouble(cell.cost), labels)),
    valueType: ValueType.DOUBLE,
  },
  [name.METRIC_TASKMETER_PROCESS_COST_PICO_USD]: ofCallsAndTools((cell, observe, labels) =>
    observe(pico(cell.cost), labels),
  ),
  [name.METRIC_TASKMETER_PROCESS_TOKENS]: ofCalls((cell, observe, labels) => {
    for (const type of TOKEN_TYPES) observe(cell.tokens[type], { ...labels, token_type: type });
  }),
  [name.METRIC_TASKMETER_PROCESS_UNPRICED_CALLS]: ofCallsAndTools((cell, observe, labels) => {
    for (const [status, calls] of Object.entries(cell.unpriced)) observe(calls, { ...labels, price_status: status });
  }),
  [name.METRIC_TASKMETER_PROCESS_ASSUMED_CALLS]: ofCalls((cell, observe, labels) => {
    for (const [assumption, calls] of Object.entries(cell.assumed)) observe(calls, { ...labels, assumption });
  }),
  [name.METRIC_TASKMETER_PROCESS_CATALOGUE_AGE]: {
    kind: 'gauge',
    valueType: ValueType.INT,
    read({ calls }, observe) {
      // A process that asks no models needs no prices.
      if (calls.size > 0) observe(Math.floor((Date.now() - Date.parse(CATALOGUE_DATE)) / 1000));
    },
  },
  [name.METRIC_TASKMETER_PROCESS_TOOL_CALLS]: {
    valueType: ValueType.INT,
    read({ tools }, observe) {
      for (const cell of tools.values()) observe(cell.calls, toolLabels(cell));
    },
  },
  [name.METRIC_TASKMETER_PROCESS_UNATTRIBUTED_CALLS]: ofCalls((cell, observe, { provider, model }) => {
    // One that is in a named task is in a task.
    if (cell.unattributed > 0) observe(cell.unattributed, { provider, model });
  }),
  [name.METRIC_TASKMETER_PROCESS_TASKS]: {
    valueType: ValueType.INT,
    read({ tasks }, observe) {
      for (const cell of tasks.values()) observe(cell.tasks, { task_type: cell.taskType, outcome: cell.outcome });
    },
  },
  [name.METRIC_TASKMETER_PROCESS_SPANS]: ofSpans(({ ended }, observe) => observe(ended)),
  [name.METRIC_TASKMETER_PROCESS_SPANS_EXPORTED]: ofSpans(({ exported }, observe) => observe(exported)),
  [name.METRIC_TASKMETER_PROCESS_SPANS_LOST]: ofSpans(({ lost }, observe) => {
    for (const [reason, spans] of Object.entries(lost)) observe(spans, { reason });
  }),
  [name.METRIC_TASKMETER_PROCESS_LOST_CALLS]: {
    valueType: ValueType.INT,
    read({ lost }, observe) {
      for (const cell of lost.values()) observe(cell.calls, lostLabels(cell));
    },
  },
  [name.METRIC_TASKMETER_PROCESS_LOST_COST]: {
    valueType: ValueType.DOUBLE,
    read({ lost }, observe) {
      for (const cell of lost.values()) observe(toDouble(cell.cost), lostLabels(cell));
    },
  },
  [name.METRIC_TASKMETER_PROCESS_LOST_COST_PICO_USD]: {
    valueType: ValueType.INT,
    read({ lost }, observe) {
      for (const cell of lost.values()) observe(pico(cell.cost), lostLabels(cell));
    },
  },
  [name.METRIC_TASKMETER_UNOBSERVED_REQUESTS]: {
    valueType: ValueType.INT,
    read({ unobserved }, observe) {
      for (const [host, requests] of unobserved) observe(requests, { host });
    },
  },
};

function pico(cost: Atto): number {
  return Number(toPicoUsd(cost));
}

type CallCell = Parameters<Parameters<Counts['calls']['forEach']>[0]>[0];

interface CallLabels extends Attributes {
  readonly task_type: string;
  readonly provider: string;
  readonly model: string;
}

function ofCalls(read: (cell: CallCell, observe: Observe, labels: CallLabels) => void): Values {
  return {
    valueType: ValueType.INT,
    read({ calls }, observe) {
      for (const cell of calls.values()) {
        read(cell, observe, { task_type: cell.taskType, provider: cell.provider, model: cell.model });
      }
    },
  };
}

/** What both have, so that the sum over all series is all the money. */
function ofCallsAndTools(
  read: (cell: Pick<CallCell, 'cost' | 'unpriced'>, observe: Observe, labels: Attributes) => void,
): Values {
  const calls = ofCalls(read);
  return {
    valueType: ValueType.INT,
    read(counts, observe) {
      calls.read(counts, observe);
      for (const cell of counts.tools.values()) read(cell, observe, toolLabels(cell));
    },
  };
}

function toolLabels({ taskType, tool }: ToolCounts): Attributes {
  return { task_type: taskType, tool };
}

function lostLabels({ provider, model, tool }: LostCounts): Attributes {
  return tool === undefined ? { provider, model } : { tool };
}

/** Where taskmeter does not see the exporters, these say nothing instead of 0. */
function ofSpans(read: (spans: Counts['spans'], observe: Observe) => void): Values {
  return {
    valueType: ValueType.INT,
    read({ spans }, observe) {
      if (spans.ended > 0) read(spans, observe);
    },
  };
}

function observer(result: BatchObservableResult, instrument: ObservableCounter | ObservableGauge): Observe {
  return (value, attributes) => result.observe(instrument, value, attributes);
}

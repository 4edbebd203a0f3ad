/**
 * OpenTelemetry's metrics of a call. The names are those that back ends and dashboards read today; the conventions have begun to
 * rename them to `gen_ai.client.inference.*`.
 */
import type { Attributes, Histogram, Meter } from '@opentelemetry/api';
import type { LlmCall } from '../call.ts';
import * as name from '../span/attributes.gen.ts';
import { errorType, known } from '../span/attributes.ts';

export interface ClientMetrics {
  record(call: LlmCall): void;
}

export function createClientMetrics(meter: Meter): ClientMetrics {
  const duration = histogram(meter, name.METRIC_GEN_AI_CLIENT_OPERATION_DURATION, SECONDS);
  const firstChunk = histogram(meter, name.METRIC_GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK, SECONDS);
  const tokens = histogram(meter, name.METRIC_GEN_AI_CLIENT_TOKEN_USAGE, TOKENS);
  return {
    record(call) {
      const { usage } = call.response;
      const labels = labelsOf(call);
      duration.record((call.endedAt - call.startedAt) / 1000, labels.call);
      if (call.firstChunkAt !== undefined) firstChunk.record((call.firstChunkAt - call.startedAt) / 1000, labels.call);
      if (usage?.inputTokens !== undefined) tokens.record(usage.inputTokens, labels.input);
      if (usage?.outputTokens !== undefined) tokens.record(usage.outputTokens, labels.output);
    },
  };
}

/** The bucket boundaries that the conventions advise. */
const SECONDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const TOKENS = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

interface Labels {
  readonly call: Attributes;
  readonly input: Attributes;
  readonly output: Attributes;
}

/** An application has few kinds of calls and makes many of each. */
const remembered = new Map<string, Labels>();
const MAX_REMEMBERED = 1000;

function labelsOf(call: LlmCall): Labels {
  const { request, response } = call;
  const error = errorType(call);
  const kind = `${request.operation} ${request.provider} ${request.model} ${response.model} ${request.serverAddress} ${request.serverPort} ${error}`;
  const found = remembered.get(kind);
  if (found !== undefined) return found;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  const attributes = known({
    [name.ATTR_GEN_AI_OPERATION_NAME]: request.operation,
    [name.ATTR_GEN_AI_PROVIDER_NAME]: request.provider,
    [name.ATTR_GEN_AI_REQUEST_MODEL]: request.model,
    [name.ATTR_GEN_AI_RESPONSE_MODEL]: response.model,
    [name.ATTR_SERVER_ADDRESS]: request.serverAddress,
    [name.ATTR_SERVER_PORT]: request.serverAddress === undefined ? undefined : request.serverPort,
    [name.ATTR_ERROR_TYPE]: error,
  });
  const labels = {
    call: attributes,
    input: { ...attributes, [TOKEN_TYPE]: 'input' },
    output: { ...attributes, [TOKEN_TYPE]: 'output' },
  };
  remembered.set(kind, labels);
  return labels;
}

const TOKEN_TYPE = 'gen_ai.token.type';

function histogram(meter: Meter, metric: string, explicitBucketBoundaries: number[]): Histogram {
  return meter.createHistogram(metric, { ...name.METRICS[metric], advice: { explicitBucketBoundaries } });
}

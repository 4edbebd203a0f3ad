// An SDK that is made in the program itself, as it has to be where the program is one file.
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { AlwaysOnSampler, BatchSpanProcessor } from '@opentelemetry/sdk-trace';
import { taskmeter } from 'taskmeter';

const spanProcessors = [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })];
const sdk = new NodeSDK({
  ...(process.env.PARTS !== 'no' ? taskmeter({ spanProcessors, sampler: new AlwaysOnSampler() }) : { spanProcessors }),
  metricReaders: [],
  logRecordProcessors: [],
});
sdk.start();
process.once('beforeExit', () => void sdk.shutdown());

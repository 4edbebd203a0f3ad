import type * as NodeHttp from 'node:http';
import type * as NodeHttps from 'node:https';
import { createRequire } from 'node:module';
import type * as Api from '@opentelemetry/api';
import type * as OtlpMetricsGrpc from '@opentelemetry/exporter-metrics-otlp-grpc';
import type * as OtlpMetricsJson from '@opentelemetry/exporter-metrics-otlp-http';
import type * as OtlpMetricsProtobuf from '@opentelemetry/exporter-metrics-otlp-proto';
import type * as OtlpGrpc from '@opentelemetry/exporter-trace-otlp-grpc';
import type * as OtlpJson from '@opentelemetry/exporter-trace-otlp-http';
import type * as OtlpProtobuf from '@opentelemetry/exporter-trace-otlp-proto';
import type * as Zipkin from '@opentelemetry/exporter-zipkin';
import type * as Http from '@opentelemetry/instrumentation-http';
import type * as Undici from '@opentelemetry/instrumentation-undici';
import type * as SdkMetrics from '@opentelemetry/sdk-metrics';
import type * as SdkNode from '@opentelemetry/sdk-node';
import type * as SdkTrace from '@opentelemetry/sdk-trace';
import { requireFromHere } from '../here.ts';

/** What is loaded at the moment it is needed: the SDK is large, and who only imports `task` needs none of it. */
export interface Modules {
  readonly '@opentelemetry/api': typeof Api;
  readonly '@opentelemetry/instrumentation-http': typeof Http;
  readonly '@opentelemetry/instrumentation-undici': typeof Undici;
  readonly '@opentelemetry/sdk-node': typeof SdkNode;
  readonly 'node:http': typeof NodeHttp;
  readonly 'node:https': typeof NodeHttps;
}

/** What `sdk-node` depends on. */
export interface SdkModules {
  readonly '@opentelemetry/api': typeof Api;
  readonly '@opentelemetry/api-logs': { readonly logs: { disable(): void } };
  readonly '@opentelemetry/exporter-metrics-otlp-grpc': typeof OtlpMetricsGrpc;
  readonly '@opentelemetry/exporter-metrics-otlp-http': typeof OtlpMetricsJson;
  readonly '@opentelemetry/exporter-metrics-otlp-proto': typeof OtlpMetricsProtobuf;
  readonly '@opentelemetry/exporter-trace-otlp-grpc': typeof OtlpGrpc;
  readonly '@opentelemetry/exporter-trace-otlp-http': typeof OtlpJson;
  readonly '@opentelemetry/exporter-trace-otlp-proto': typeof OtlpProtobuf;
  readonly '@opentelemetry/exporter-zipkin': typeof Zipkin;
  readonly '@opentelemetry/sdk-metrics': typeof SdkMetrics;
  readonly '@opentelemetry/sdk-trace': typeof SdkTrace;
  readonly '@opentelemetry/sdk-trace-base': (typeof SdkNode)['tracing'];
}

/** By `require`: it is synchronous, and gives the copies that most applications load too. */
export function load<Name extends keyof Modules>(name: Name): Modules[Name] {
  return requireFromHere(name) as Modules[Name];
}

/**
 * From where `sdk-node` stands: the very copies it was released with, and has loaded. As dependencies of our own, the newest
 * of each would be installed beside them, since it pins its own exactly.
 */
export function loadOfSdk<Name extends keyof SdkModules>(name: Name): SdkModules[Name] {
  return createRequire(requireFromHere.resolve('@opentelemetry/sdk-node'))(name) as SdkModules[Name];
}

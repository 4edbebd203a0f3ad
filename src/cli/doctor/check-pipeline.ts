import type { Part, ProcessorEvidence, ProviderEvidence } from './evidence.ts';
import { type Facts, seenIn } from './facts.ts';
import type { Finding } from './finding.ts';

const PARTS = 'give it our parts: new NodeSDK({ ...taskmeter() })';

/** Who takes the spans, and are our parts in it? Only a program that runs can tell. */
export function checkPipeline(facts: Facts): Finding[] {
  const evidence = seenIn(facts);
  if (evidence?.taskmeter === undefined) return [];
  const { provider, taskmeter } = evidence;
  if (provider === undefined) {
    return [
      {
        check: 'provider',
        status: 'problem',
        seen: 'no tracer provider is registered: there are no spans',
        todo: 'start with --import taskmeter/register, or start a NodeSDK',
      },
    ];
  }
  return [
    { check: 'provider', status: 'ok', seen: whose(provider) },
    ...checkProcessor(provider),
    ...checkSampler(provider, taskmeter.sampling),
  ];
}

function whose(provider: ProviderEvidence): string {
  const others = [provider.sampler, ...(provider.processors ?? [])].flatMap((part) => part?.package ?? []);
  const foreign = others.find((name) => /^(?:@sentry\/|dd-trace )/.test(name));
  return foreign === undefined ? nameOf(provider) : `${nameOf(provider)}, with parts of ${foreign}`;
}

function checkProcessor({ processors }: ProviderEvidence): Finding[] {
  const found = (status: Finding['status'], seen: string, todo?: string): Finding[] => [
    { check: 'processor', status, seen, todo },
  ];
  if (processors === undefined) {
    return found(
      'warning',
      'this provider takes no span processor: requests are no tasks',
      'leave it unregistered, if it can do without, and taskmeter/register exports beside it; or name your tasks with task()',
    );
  }
  const ours = processors.findIndex(({ isOurs }) => isOurs);
  const outlets = processors.filter(({ isOurs, exporter }) => !isOurs && exporter !== undefined);
  if (ours === -1)
    return found(
      'problem',
      `ours is missing: requests are no tasks, totals are not on spans (${list(processors)})`,
      PARTS,
    );
  const early = processors.slice(0, ours).filter(({ exporter }) => exporter !== undefined);
  if (early.length > 0) {
    return found(
      'warning',
      `ours stands behind ${list(early)}, which is told of a task's end first`,
      `${PARTS}; ours is the first of them`,
    );
  }
  if (outlets.length === 0) {
    return found(
      'warning',
      'ours is in place, and no exporter behind it',
      'OTEL_TRACES_EXPORTER=otlp, or exporters in your NodeSDK',
    );
  }
  return found('ok', `ours is in place, before ${list(outlets)}`);
}

function checkSampler({ sampler }: ProviderEvidence, mode: 'always' | 'follow'): Finding[] {
  const found = (status: Finding['status'], seen: string, todo?: string): Finding[] => [
    { check: 'sampler', status, seen, todo },
  ];
  if (sampler === undefined)
    return found(
      'warning',
      'cannot be seen',
      'if calls are missing, see node_modules/taskmeter/docs/existing-stacks.md',
    );
  const { description, sampled } = sampler;
  const lets =
    sampled === undefined
      ? ''
      : sampled === ALL
        ? ', which lets every call through'
        : `, which lets ${sampled} of ${ALL} calls through`;
  if (description.startsWith('taskmeter{')) {
    return found(
      'ok',
      `wrapped: ${description.slice('taskmeter{'.length, -1)} decides about everything but calls and tasks`,
    );
  }
  if (mode === 'follow') return found('ok', `${description}${lets}, as TASKMETER_SAMPLING=follow asks for`);
  if (sampled === ALL) return found('ok', `${description} is not wrapped${lets}`);
  return found(
    'problem',
    `${description} is not wrapped${lets}; the spans of the others, and their cost, are not exported`,
    PARTS,
  );
}

/** As many as the probe asks about. */
const ALL = 16;

function list(processors: readonly ProcessorEvidence[]): string {
  return processors.map(({ exporter, ...processor }) => exporter?.class ?? nameOf(processor)).join(', ') || 'none';
}

function nameOf({ class: name, package: from }: Part): string {
  return from === undefined ? name : `${name} of ${from}`;
}

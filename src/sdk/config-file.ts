/**
 * `OTEL_CONFIG_FILE`: OpenTelemetry's declarative configuration. The file is read, checked and turned into an SDK by `sdk-node`
 * itself, which has it complete when it hands it over; our parts are put into that.
 */
import { diag } from '@opentelemetry/api';
import type * as SdkNode from '@opentelemetry/sdk-node';
import { type Env, given } from '../env.ts';
import { observingCopy } from '../copies.ts';
import { requireFromHere } from '../here.ts';
import { fields, text } from '../narrow.ts';
import type { Instrumentation, Sampler, SpanProcessor } from './types.ts';
import { addProcessor, registeredProvider, wrapSampler } from './tracer-provider.ts';

/** What taskmeter needs in the SDK that the file describes. */
export interface FileParts {
  readonly instrumentations: Instrumentation[];
  readonly processor: SpanProcessor;
  readonly samplerAround: (inner: Sampler) => Sampler;
}

/** The file's path; absent when none is named, or when the SDK that is installed cannot read one, which is said. */
export function configFile(env: Env, sdkNode: Sdk): string | undefined {
  const named = NAMES.find((name) => given(env, name) !== undefined);
  if (named === undefined) return undefined;
  if (starterOf(sdkNode) !== undefined) return given(env, named);
  diag.warn(
    `taskmeter: ${named} is not read: that needs @opentelemetry/sdk-node 0.216 or newer, and ${versionOf() ?? 'an older one'} is ` +
      'installed; the SDK is set up from the other OTEL_* variables',
  );
  return undefined;
}

/**
 * Starts the SDK that the file describes. What is wrong with the file OpenTelemetry says, and then there is no SDK; nor is
 * there one that a file turns off. Absent then.
 */
export function startFromFile(
  path: string,
  sdkNode: Sdk,
  { instrumentations, processor, samplerAround }: FileParts,
): Pick<SdkNode.NodeSDK, 'shutdown'> | undefined {
  // It sets the logger that the file asks for, and would complain of ours.
  diag.disable();
  // The name it had while it was experimental is still about; the SDK knows the present one only.
  const before = process.env['OTEL_CONFIG_FILE'];
  process.env['OTEL_CONFIG_FILE'] = path;
  const sdk = starterOf(sdkNode)?.({ instrumentations });
  if (before === undefined) delete process.env['OTEL_CONFIG_FILE'];
  else process.env['OTEL_CONFIG_FILE'] = before;
  // Heard where the SDK complained itself, and set a logger to do it; a file that turns everything off means it.
  if (observingCopy() === undefined) {
    diag.warn('taskmeter: no SDK came of OTEL_CONFIG_FILE, so nothing is observed');
    return undefined;
  }
  const provider = registeredProvider();
  if (provider !== undefined && !(addProcessor(provider, processor) && wrapSampler(provider, samplerAround))) {
    diag.warn(
      `taskmeter: the SDK of OTEL_CONFIG_FILE (sdk-node ${versionOf() ?? 'of an unknown version'}) does not take our processor and ` +
        'sampler; requests are no tasks, and the sampler decides about calls',
    );
  }
  return sdk;
}

/** What we need of `sdk-node`: it has had the one name, then both. */
type Sdk = { readonly startNodeSDK?: typeof SdkNode.startNodeSDK; readonly startNodeSdk?: typeof SdkNode.startNodeSDK };

const NAMES = ['OTEL_CONFIG_FILE', 'OTEL_EXPERIMENTAL_CONFIG_FILE'] as const;

/** From 0.210 to 0.215 it makes metrics and logs of the file, and no traces. */
function starterOf({ startNodeSDK, startNodeSdk }: Sdk): typeof startNodeSDK {
  const version = versionOf();
  const isReader = version === undefined || Number(version.split('.')[1]) >= 216;
  return isReader ? (startNodeSdk ?? startNodeSDK) : undefined;
}

/** Absent where the package does not show its manifest: from SDK 3 on. */
function versionOf(): string | undefined {
  try {
    return text(fields(requireFromHere('@opentelemetry/sdk-node/package.json'))['version']);
  } catch {
    return undefined;
  }
}

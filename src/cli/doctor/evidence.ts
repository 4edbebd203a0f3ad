/** What the probe has seen inside a process, as it is written to a file for the doctor to judge. Plain data; imports nothing. */
export interface Evidence {
  readonly pid: number;
  readonly node: string;
  /** Flags of Node itself: `--import`, `taskmeter/register`. */
  readonly execArgv: readonly string[];
  /** As the process was started with, without the probe. */
  readonly nodeOptions: string;
  /** Path of the program. */
  readonly program?: string | undefined;
  /** Whether the program is CommonJS. */
  readonly isCommonJs: boolean;
  /** Processes that it has started, of whatever kind. */
  readonly started: number;
  /** True for what was seen when the process ended. */
  readonly ended: boolean;
  /** False where Node has no inspector: then which files are loaded is known of CommonJS alone. */
  readonly complete: boolean;
  /** Packages of interest of which a file is loaded. */
  readonly packages: readonly LoadedCopy[];
  /** Files outside node_modules that have a client library in them. */
  readonly bundles: readonly string[];
  /** Absent where no copy of taskmeter has been asked for its parts. */
  readonly taskmeter?: OwnEvidence | undefined;
  /** Version of the OpenTelemetry API that was first to register something. */
  readonly api?: string | undefined;
  /** The tracer provider that is registered. */
  readonly provider?: ProviderEvidence | undefined;
  /** Requests to hosts of models that no observed call made, by host. */
  readonly unobserved: Readonly<Record<string, number>>;
}

/** One installed copy of a package. */
export interface Copy {
  readonly name: string;
  readonly version: string;
  /** Absolute path of its folder. */
  readonly folder: string;
}

export interface LoadedCopy extends Copy {
  /** Its files that are loaded, relative to the folder, without extension. */
  readonly files: readonly string[];
}

export interface OwnEvidence {
  readonly version: string;
  readonly sampling: 'always' | 'follow';
  /** The copies of client libraries that were seen as they were loaded; absent as long as nothing is hooked. */
  readonly hooked?: readonly HookedCopy[] | undefined;
  /** Faults of our own in calls, by place. */
  readonly failures: Readonly<Record<string, number>>;
}

export interface HookedCopy {
  readonly folder: string;
  readonly supported: boolean;
}

/** An object of the SDK: its class, and the package that the class is of. */
export interface Part {
  readonly class: string;
  readonly package?: string | undefined;
}

export interface ProviderEvidence extends Part {
  /** Tracer providers of the same kind in the memory of the process, this one included; absent where they cannot be counted. */
  readonly alive?: number | undefined;
  /** In the order they are told of spans; absent where they cannot be seen. */
  readonly processors?: readonly ProcessorEvidence[] | undefined;
  readonly sampler?: SamplerEvidence | undefined;
}

export interface ProcessorEvidence extends Part {
  readonly isOurs: boolean;
  /** What it hands spans to; absent where it hands them to nobody, or that cannot be seen. */
  readonly exporter?: ExporterEvidence | undefined;
}

export interface ExporterEvidence extends Part {
  /** Where it sends them, without credentials and query. */
  readonly url?: string | undefined;
}

export interface SamplerEvidence extends Part {
  readonly description: string;
  /** Of 16 calls to a model in traces of their own: how many it lets through. Absent when it could not be asked. */
  readonly sampled?: number | undefined;
}

/** The variable by which the probe is told what to do; it takes it away before the program can see it. */
export const PROBE_VARIABLE = '_TASKMETER_DOCTOR';

export interface ProbeOrder {
  /** Where to write `<pid>.json`. */
  readonly folder: string;
  /** NODE_OPTIONS as it would be without the probe; `null` when it is not set. */
  readonly nodeOptions: string | null;
  /** Names of the packages of interest; `@scope/` stands for all of a scope. */
  readonly packages: readonly string[];
}

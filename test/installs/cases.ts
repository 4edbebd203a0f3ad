import type { PackageManager } from '../../scripts/runtimes.ts';
import { versionOf } from '../matrix/cells.ts';

/** A fresh folder and what is installed into it. */
export interface Case {
  readonly name: string;
  /** What each command installs, one after the other; `taskmeter` is the package under test. */
  readonly commands: readonly (readonly string[])[];
  /** Client libraries that are among it; by each of them a call is made, in a folder without one by an openai from elsewhere. */
  readonly libraries: readonly Library[];
  /** The one version of the SDK that is to be there. */
  readonly sdk: string;
  /** Major of Node. */
  readonly node: number;
  readonly manager: PackageManager;
}

export type Library = keyof typeof packages;

/** By their names in `test/sdks`. */
export const packages = {
  openai: 'openai',
  anthropic: '@anthropic-ai/sdk',
  genai: '@google/genai',
  mistral: '@mistralai/mistralai',
} as const;

const newestMajor: Readonly<Record<Library, number>> = { openai: 7, anthropic: 1, genai: 3, mistral: 2 };
const libraries = Object.keys(packages) as readonly Library[];

/** What npm installs by itself: docs/adr/0007-runtime-dependencies.md. */
const ours = '0.220.0';

/** Each Node with the npm of its time, and pnpm, which does not run on 20. */
const runtimes: readonly Pick<Case, 'node' | 'manager'>[] = [
  { node: 20, manager: 'npm-10' },
  { node: 22, manager: 'npm-10' },
  { node: 24, manager: 'npm-11' },
  { node: 26, manager: 'npm-12' },
  { node: 24, manager: 'pnpm' },
];

const folders: readonly (Omit<Case, 'node' | 'manager'> & { readonly since?: number })[] = [
  { name: 'empty', commands: [['taskmeter']], libraries: [], sdk: ours },
  ...['0.203.0', '0.215.0', '0.220.0', '0.301.0'].map((sdk) => ({
    name: `beside sdk-node ${sdk}`,
    commands: [[`@opentelemetry/sdk-node@${sdk}`, '@opentelemetry/api'], ['taskmeter']],
    libraries: [],
    sdk,
    since: sdk.startsWith('0.3') ? 22 : 20,
  })),
  ...libraries.flatMap((library) => [
    {
      name: `${library}, then taskmeter`,
      commands: [[newest(library)], ['taskmeter']],
      libraries: [library],
      sdk: ours,
    },
    {
      name: `taskmeter, then ${library}`,
      commands: [['taskmeter'], [newest(library)]],
      libraries: [library],
      sdk: ours,
    },
  ]),
  { name: 'all, then taskmeter', commands: [libraries.map(newest), ['taskmeter']], libraries, sdk: ours },
  { name: 'taskmeter, then all', commands: [['taskmeter'], libraries.map(newest)], libraries, sdk: ours },
  { name: 'all in one command', commands: [['taskmeter', ...libraries.map(newest)]], libraries, sdk: ours },
];

/** Every folder on every runtime it is for. */
export const cases: readonly Case[] = runtimes.flatMap((runtime) =>
  folders
    .filter(({ since = 20 }) => runtime.node >= since)
    .map(({ name, commands, libraries: among, sdk }) => ({ name, commands, libraries: among, sdk, ...runtime })),
);

function newest(library: Library): string {
  return `${packages[library]}@${versionOf(`${library}-${newestMajor[library]}-newest`)}`;
}

/** `empty, Node 24, npm-11` */
export function nameOf({ name, node, manager }: Case): string {
  return `${name}, Node ${node}, ${manager}`;
}

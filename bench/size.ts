import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PackageSize {
  /** Bytes of the archive that npm publishes, and of its files. */
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly files: number;
  /** Bytes on disk of a project that has installed it and nothing else, and how many packages that are. */
  readonly installedBytes: number;
  readonly packages: number;
}

/** Packs the package and installs the archive into an empty folder, as a user does. */
export function measureSize(): PackageSize {
  const scratch = mkdtempSync(join(tmpdir(), 'taskmeter-size-'));
  try {
    const packed = npm(
      ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch],
      join(import.meta.dirname, '..'),
    );
    const { filename, size, unpackedSize, entryCount } = onlyOf(JSON.parse(packed));
    writeFileSync(join(scratch, 'package.json'), '{"private":true}');
    npm(
      [
        'install',
        '--prefer-offline',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
        join(scratch, filename),
        '@opentelemetry/api@1',
      ],
      scratch,
    );
    const lock: { packages: object } = JSON.parse(readFileSync(join(scratch, 'package-lock.json'), 'utf8'));
    return {
      packedBytes: size,
      unpackedBytes: unpackedSize,
      files: entryCount,
      installedBytes: bytesOnDisk(join(scratch, 'node_modules')),
      // The lock lists the project itself as well.
      packages: Object.keys(lock.packages).length - 1,
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly entryCount: number;
}

/** npm has printed a list of packed packages, and an object of them by name. */
function onlyOf(packed: Packed[] | Record<string, Packed>): Packed {
  const [only] = Object.values(packed);
  if (only === undefined) throw new Error('npm packed nothing');
  return only;
}

function npm(args: readonly string[], cwd: string): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** As `du` counts: blocks, not lengths. */
function bytesOnDisk(path: string): number {
  const stat = lstatSync(path);
  const below = stat.isDirectory() ? readdirSync(path).map((name) => bytesOnDisk(join(path, name))) : [];
  return below.reduce((sum, bytes) => sum + bytes, stat.blocks * 512);
}

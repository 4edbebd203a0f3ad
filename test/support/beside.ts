import { installBeside } from './installation.ts';
import { startSurroundings, type Surroundings } from './surroundings.ts';

/** Surroundings of applications that have other OpenTelemetry packages than the repository. */
export interface Beside extends Surroundings {
  /** Where the applications and the package are; gone with `close`. */
  readonly folder: string;
}

/** Installs the package beside the packages of another `node_modules` (see `installBeside`), and starts what is around. */
export async function startBeside(otel: string, apps: string, others: readonly string[] = []): Promise<Beside> {
  const installed = installBeside(otel, apps, others);
  const around = await startSurroundings(installed.folder);
  return {
    ...around,
    folder: installed.folder,
    async close() {
      await around.close();
      installed.remove();
    },
  };
}

import { join } from 'node:path';
import { go, requireGo } from './go.ts';
import { makeIfStale } from './stale.ts';

const collector = join(import.meta.dirname, '../../collector');
const binary = join(collector, 'bin/pricelines');

/**
 * Builds the command by which the Go price engine is asked, when it is missing or stale.
 * @returns absolute path of the binary.
 * @throws {NoGo} when it must be built and there is no Go.
 */
export function buildPricelines(): string {
  makeIfStale({
    output: binary,
    from: collector,
    inputs: ['{call,price,internal/{genai,query},cmd/pricelines}/**/*.{go,json}', 'go.{mod,sum}'],
    except: ['**/*_test.go'],
    make: () => {
      requireGo();
      go(['build', '-o', binary, './cmd/pricelines'], collector);
    },
  });
  return binary;
}

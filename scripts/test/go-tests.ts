import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const collector = join(import.meta.dirname, '../../collector');

/** The fields of a `go test -json` line that matter here; see `go doc test2json`. */
interface Event {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
  /** Set on lines about a package that does not build, instead of `Package`. */
  readonly ImportPath?: string;
}

/**
 * Runs the collector's tests. Prints one line a package, all that a failed test wrote, and closing lines like those of
 * node's runner, which `go test` has not.
 * @returns whether all passed.
 */
export async function runGoTests(args: readonly string[] = []): Promise<boolean> {
  const child = spawn('go', ['test', '-json', ...args, './...'], {
    cwd: collector,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const count = { pass: 0, fail: 0, skip: 0 };
  const outputs = new Map<string, string>();
  const withFailedTest = new Set<string | undefined>();
  for await (const line of createInterface(child.stdout)) {
    const event = JSON.parse(line) as Event;
    const key = `${event.Package ?? event.ImportPath} ${event.Test ?? ''}`;
    if (event.Action === 'output' || event.Action === 'build-output') {
      outputs.set(key, (outputs.get(key) ?? '') + (event.Output ?? ''));
      continue;
    }
    const output = outputs.get(key) ?? '';
    if (event.Test !== undefined && isResult(event.Action)) {
      count[event.Action] += 1;
      outputs.delete(key);
      if (event.Action !== 'fail') continue;
      withFailedTest.add(event.Package);
      process.stdout.write(output);
    } else if (event.Action === 'pass') {
      process.stdout.write(lastLine(output));
    } else if (event.Action === 'build-fail') {
      process.stdout.write(output);
    } else if (event.Action === 'fail') {
      // It did not build, or ended outside a test.
      if (!withFailedTest.has(event.Package)) count.fail += 1;
      process.stdout.write(lastLine(output));
    }
  }
  const [code] = await ended;
  const tests = count.pass + count.fail + count.skip;
  for (const [name, number] of Object.entries({ tests, ...count })) console.log(`go ${name} ${number}`);
  return code === 0;
}

function isResult(action: string): action is 'pass' | 'fail' | 'skip' {
  return action === 'pass' || action === 'fail' || action === 'skip';
}

function lastLine(output: string): string {
  return `${output.trimEnd().split('\n').at(-1) ?? ''}\n`;
}

import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

/**
 * Runs tests, then looks through everything that they had applications export and log: no prompt, answer, tool argument,
 * key or header value may be in it. Nor may a request to a provider have carried the context of the application.
 * @returns whether the tests passed and nothing was found.
 */
export function withoutPrivateText(runTests: (env: Readonly<Record<string, string>>) => boolean): boolean {
  const folder = mkdtempSync(`${tmpdir()}/taskmeter-test-run-`);
  try {
    const passed = runTests({ TEST_RUN_RECORD: folder });
    return search(folder) && passed;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function search(folder: string): boolean {
  const files = (kind: string): string[] => globSync(`${folder}/*.${kind}`);
  const lines = (kind: string): string[] => [
    ...new Set(files(kind).flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'))),
  ];
  const secrets = lines('private').map((line) => JSON.parse(line) as string);
  const exported = files('exported').map((file) => readFileSync(file));
  const found = secrets.filter((secret) =>
    exported.some((bytes) => bytes.includes(inJson(secret)) || bytes.includes(secret)),
  );
  const context = lines('context');
  for (const secret of found) console.log(`exported or logged: ${JSON.stringify(secret)}`);
  for (const name of context) console.log(`sent to a provider: the header ${name}`);
  const size = exported.reduce((sum, { length }) => sum + length, 0);
  console.log(
    `${Math.round(size / 1024)} kB exported, ${secrets.length} private texts looked for: ${found.length} found; ` +
      `${context.length} headers of context at providers`,
  );
  return found.length === 0 && context.length === 0 && size > 0 && secrets.length > 0;
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

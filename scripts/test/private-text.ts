import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Something that a request or an answer had in it and that nobody but the provider may see. */
export interface PrivateText {
  readonly text: string;
  /** `body`, or the header or parameter it stood in: `header authorization`. */
  readonly where: string;
  /** File of the test. */
  readonly test: string;
}

/** A header by which a request told its provider of the application's traces or tasks. */
export interface ContextHeader {
  /** Its name; of baggage the names of its members too. */
  readonly header: string;
  readonly path: string;
  /** File of the test. */
  readonly test: string;
}

/** A text that somebody else exports in a test. It excuses that text and its parts in what the same process has noted. */
export type Excuse = Pick<PrivateText, 'text'>;

/** What is in a record of a test run (see `test/support/run-record.ts`). */
export interface Findings {
  readonly exportedBytes: number;
  /** How many private texts have been looked for. */
  readonly texts: number;
  readonly exported: readonly PrivateText[];
  /** Too short to tell a find from chance: the test is to say something with more letters. */
  readonly short: readonly PrivateText[];
  readonly context: readonly ContextHeader[];
}

/**
 * Runs tests, then looks through everything that they had applications export and log: no prompt, answer, tool argument,
 * key or header value may be in it. Nor may a request to a provider have carried the context of the application.
 * @returns whether the tests passed and nothing was found.
 */
export function withoutPrivateText(runTests: (env: Readonly<Record<string, string>>) => boolean): boolean {
  const folder = mkdtempSync(`${tmpdir()}/taskmeter-test-run-`);
  try {
    const passed = runTests({ TEST_RUN_RECORD: folder });
    return report(search(folder)) && passed;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Looks through a record. */
export function search(folder: string): Findings {
  const files = (kind: string): string[] => globSync(`${folder}/*.${kind}`);
  const rows = (kind: string): string[] => [...new Set(files(kind).flatMap(linesOf))];
  const texts = rows('private').map((line) => JSON.parse(line) as PrivateText);
  const [short, long] = [true, false].map((isShort) => texts.filter(({ text }) => text.length < LEAST === isShort));
  const exports = files('exported').map((file) => ({ bytes: readFileSync(file), excused: excusedBeside(file) }));
  const isExported = memoized((text: string): boolean => {
    const among = exports.filter(({ excused }) => !excused.some((whole) => whole.includes(text)));
    return spellings(text).some((each) => among.some(({ bytes }) => bytes.includes(each)));
  });
  return {
    exportedBytes: exports.reduce((sum, { bytes }) => sum + bytes.length, 0),
    texts: new Set(texts.map(({ text }) => text)).size,
    exported: (long ?? []).filter(({ text }) => isExported(text)),
    short: short ?? [],
    context: rows('context').map((line) => JSON.parse(line) as ContextHeader),
  };
}

/** The texts that the process which wrote the file has excused. */
function excusedBeside(file: string): readonly string[] {
  const path = file.replace(/exported$/, 'excused');
  return existsSync(path) ? linesOf(path).map((line) => (JSON.parse(line) as Excuse).text) : [];
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n');
}

/** A shorter one is part of an id or of a word by chance. */
const LEAST = 6;

/** As it is, in JSON, in JSON within JSON, and in a URL or in baggage. */
function spellings(text: string): string[] {
  const inJson = JSON.stringify(text).slice(1, -1);
  return [...new Set([text, inJson, JSON.stringify(inJson).slice(1, -1), encodeURIComponent(text.toWellFormed())])];
}

function memoized<K, V>(ask: (key: K) => V): (key: K) => V {
  const answers = new Map<K, V>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = ask(key);
    answers.set(key, answer);
    return answer;
  };
}

function report({ exportedBytes, texts, exported, short, context }: Findings): boolean {
  for (const { text, where, test } of exported)
    console.log(`exported or logged: ${where} ${JSON.stringify(text)}, in ${test}`);
  for (const { text, where, test } of short)
    console.log(`too short to look for: ${where} ${JSON.stringify(text)}, in ${test}`);
  for (const { header, path, test } of context) console.log(`sent to a provider: ${header} to ${path}, in ${test}`);
  console.log(
    `${Math.round(exportedBytes / 1024)} kB exported, ${texts} private texts looked for: ${exported.length} found, ` +
      `${short.length} too short; ${context.length} headers of context at providers`,
  );
  const isSearched = exportedBytes > 0 && texts > 0;
  return isSearched && exported.length === 0 && short.length === 0 && context.length === 0;
}

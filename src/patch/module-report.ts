/**
 * How a file of the module graph tells that it has run: by a line at its own end, which hands over its exports.
 *
 * Not by standing in for the file, as `import-in-the-middle` does: of several that do so, each in a copy of its own, only the
 * first gets the file, and a Datadog or OpenTelemetry loader has one. A line in the file itself all of them leave alone, and the
 * application gets the very exports that it would have got.
 */

/** What the line calls, in whatever thread the file runs; without taskmeter there it does nothing. */
export type Report = (url: string, exports: unknown) => void;

/** A file as a loader hook has it. */
export interface LoadedSource {
  readonly format?: string | null | undefined;
  readonly source?: string | ArrayBuffer | NodeJS.TypedArray | null | undefined;
}

/** The file with the line; the file itself when it is none of the module graph's, or one of those `pattern` does not name. */
export function reporting<T extends LoadedSource>(url: string, loaded: T, pattern: RegExp): T {
  const { format, source } = loaded;
  if (format !== 'module' || source === undefined || source === null || !pattern.test(url)) return loaded;
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
  const self = JSON.stringify(url);
  // A module may import itself, and by then all it exports is there. Behind the last line, so that no other one moves.
  const line = `import * as __taskmeter from ${self};globalThis[Symbol.for('${KEY}')]?.(${self}, __taskmeter);`;
  return { ...loaded, source: `${text}\n;${line}\n` };
}

/** Sets who is called, and gives the one who was called before. */
export function setReport(report: Report | undefined): void {
  (globalThis as { [key: symbol]: unknown })[Symbol.for(KEY)] = report;
}

const KEY = 'taskmeter.module.1';

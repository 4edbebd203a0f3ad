import type { CallRequest, CallResponse } from '../call.ts';

/**
 * A client library taskmeter can observe. A provider is one file of readers: it says which method of which file of the
 * package is a call, and how to read that method's request, response and stream. It never emits, prices or patches.
 */
export interface Provider {
  /** The npm package: `openai`. */
  readonly module: string;
  /** Supported majors as a semver range with an upper bound: `>=4.0.0 <8`. */
  readonly versions: string;
  readonly targets: readonly Target[];
  /**
   * Tells whether an object is a client of this library, by what it has and not by its name, which bundlers change. Its
   * version as it says itself, `''` where it does not; `undefined` for everything else.
   */
  versionOf(client: object): string | undefined;
}

/** One file of the package, whatever its format: `.js` (CommonJS) and `.mjs` builds carry the same exports. */
export interface Target {
  /** Path inside the package, without extension: `resources/chat/completions/completions`. */
  readonly file: string;
  /** A word in the name of the package's folder, for a file whose path many packages have: `genai`. */
  readonly within?: string | undefined;
  /** Puts the observers in place on this file's exports. Called once for each loaded copy of the file. */
  patch(exports: Readonly<Record<string, unknown>>, hooks: Hooks): void;
  /** The same by way of a client, where no file is seen: in a bundle. Absent where no client leads to what the file exports. */
  patchClient?(client: object, hooks: Hooks): void;
}

/** What a provider's `patch` may ask for. Implemented in `patch/`; each kind of client library has its way in. */
export interface Hooks {
  /**
   * Observes `holder[name]`, a method returning an `APIPromise` (the Stainless generator's clients). Again for the same
   * holder and name it does nothing: several files may pass one class on.
   */
  apiPromiseMethod(holder: object, name: string, method: Method): void;
  /**
   * Observes `holder[name]`, a method returning an ordinary promise, of the response or of a stream of its chunks. Called within a call of the same object it asks for a part of that call. Again for the same holder and name it does nothing.
   */
  promiseMethod(holder: object, name: string, method: Method): void;
  /**
   * Observes `holder[name]`, which the library calls once for each physical request, with what `fetch` takes: a method of its
   * own HTTP client, or a `fetch` it was given. Needed only where the library does not end in `globalThis.fetch`.
   */
  sendingMethod(holder: object, name: string): void;
  /**
   * Keeps the task's name out of what `holder[name]` sends: a method through which the library sends calls and everything else,
   * and where it may put the trace of its own on the request.
   */
  tracedMethod(holder: object, name: string): void;
}

/** How one method's traffic is read. Readers get the world as `unknown`, never throw on it, and never change it. */
export interface Method {
  /** Reads the arguments (`self` is the resource the method was called on); `undefined` leaves the call alone. */
  request(args: readonly unknown[], self: unknown): CallRequest | undefined;
  /** Reads the parsed body of a response that is not a stream; `request` is what `request()` read for this call. */
  response(body: unknown, request: CallRequest): CallResponse;
  /** A fresh fold over the chunks of one stream; `request` is what `request()` read for this call. */
  stream(request: CallRequest): StreamReader;
  /** True when this call's client makes its own span for it, so that a second one would double it. */
  tracesItself?(self: unknown): boolean;
  /** The library's HTTP client, and its method that sends what it is told to by a `fetch` among its arguments, or the global one. */
  sender?(self: unknown): { readonly client: object; readonly method: string } | undefined;
  /** The user's `AbortSignal` for this call, where the library's errors do not tell its firing from a time-out. */
  signal?(args: readonly unknown[]): unknown;
  /** True when these arguments, within a call, ask for the next part of its answer and not for the same again. */
  continues?(args: readonly unknown[]): boolean;
  /**
   * The arguments that make the provider send the usage of this stream, or `undefined` when it already does or must not
   * be asked. The one documented change to a request; see `Usage option` in docs/architecture.md.
   */
  askForUsage?(args: readonly unknown[]): readonly unknown[] | undefined;
}

/** Folds the chunks of one stream into a response. */
export interface StreamReader {
  push(chunk: unknown): void;
  /** What is known so far; called at any point, since a stream may end at any point. */
  response(): CallResponse;
  /** True once the terminal event came: a consumer that stops reading after it has not broken off. */
  readonly complete: boolean;
  /** True for a chunk that only `askForUsage` brought: it is read and kept from the consumer. */
  isAskedFor?(chunk: unknown): boolean;
}

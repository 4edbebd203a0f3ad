import type { Attempt, CallEnding, CallError } from '../call.ts';
import { fields, text } from '../narrow.ts';

/** What an error says about a call: how the call ended, and as what class of failure. Never the error's message. */
export interface Failure {
  readonly ending: Extract<CallEnding, 'abort' | 'error'>;
  readonly error: CallError;
}

/**
 * Reads whatever the client library threw. The `last` attempt tells it from what came later or says more: an error that is
 * reported within an accepted response has no HTTP status, whatever it carries, and may be billed; and some libraries throw
 * errors that have a message and nothing else.
 */
export function failureOf(thrown: unknown, last?: Attempt): Failure {
  const name = className(thrown);
  if (name === 'APIUserAbortError' || name === 'AbortError') return { ending: 'abort', error: { type: name } };
  const isAccepted = last?.status !== undefined && last.status < 400;
  const status = isAccepted ? undefined : (statusOf(thrown) ?? last?.status);
  if (status !== undefined) return { ending: 'error', error: { type: String(status), status, ...billedCode(thrown) } };
  const type = errorCode(thrown) ?? providerType(thrown) ?? name;
  return { ending: 'error', error: { type: type === 'Error' ? (last?.errorType ?? type) : type } };
}

/** Class of an error that kept a request from being answered: `ECONNREFUSED`, `AbortError`. */
export function transportErrorType(thrown: unknown): string {
  return errorCode(thrown) ?? className(thrown);
}

/** True when no byte of the request can have reached the provider. */
export function neverSent(errorType: string): boolean {
  return unsent.has(errorType);
}

/** The system's code of an error or of what caused it: fetch wraps `ECONNRESET` in a `TypeError`. */
function errorCode(thrown: unknown): string | undefined {
  let error = thrown;
  for (let depth = 0; depth < 5 && error !== undefined; depth++) {
    const code = fields(error)['code'];
    if (typeof code === 'string' && isClass(code)) return code;
    error = fields(error)['cause'];
  }
  return undefined;
}

/** A failure that the provider reported within a response of status 200: `overloaded_error`. */
function providerType(thrown: unknown): string | undefined {
  const { type, error } = fields(thrown);
  return [type, fields(fields(error)['error'])['type'], fields(error)['type']]
    .map(text)
    .find((t) => t !== undefined && isClass(t));
}

/** A provider's word that decides the bill, on the error itself or on the body that it carries. */
function billedCode(thrown: unknown): Pick<CallError, 'code'> {
  const { code, error } = fields(thrown);
  return [code, fields(error)['code']].includes('content_filter') ? { code: 'content_filter' } : {};
}

function statusOf(thrown: unknown): number | undefined {
  const { status } = fields(thrown);
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status < 600 ? status : undefined;
}

function className(thrown: unknown): string {
  const { name, constructor } = fields(thrown);
  const own = text(name);
  if (own !== undefined && own !== 'Error' && isClass(own)) return own;
  const made = typeof constructor === 'function' ? constructor.name : '';
  return isClass(made) ? made : 'Error';
}

/** Codes and class names are few; a sentence put in their place is not. */
function isClass(value: string): boolean {
  return /^[A-Za-z_$][\w.$-]{0,79}$/.test(value);
}

const unsent: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_INVALID_URL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

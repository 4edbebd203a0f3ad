/**
 * The addresses that observed calls have been sent to. Which request belongs to a call is told by its context wherever that
 * can be trusted; a pool with a limit on connections sends what has waited in the context of another request, and then the
 * address tells.
 */
const endpoints = new Set<string>();
/** Addresses by the URL they were read from, since an application sends to the same few. */
const read = new Map<string, string>();

/** More than an application has; beyond it they are learnt anew. */
const MAX_ENDPOINTS = 1000;

/** Takes note of where a call goes. */
export function noteEndpoint(address: string): void {
  if (endpoints.has(address)) return;
  if (endpoints.size >= MAX_ENDPOINTS) endpoints.clear();
  endpoints.add(address);
}

/** Whether a call has been sent to this address. */
export function isEndpoint(origin: string, path: string): boolean {
  if (endpoints.size === 0) return false;
  const endpoint = addressOf(`${origin}${path}`);
  return endpoint !== undefined && endpoints.has(endpoint);
}

/** Origin and path of a URL, in one spelling; absent for what is none. */
export function addressOf(url: string): string | undefined {
  const known = read.get(url);
  if (known !== undefined) return known;
  if (!URL.canParse(url)) return undefined;
  if (read.size >= MAX_ENDPOINTS) read.clear();
  const { origin, pathname } = new URL(url);
  read.set(url, origin + pathname);
  return origin + pathname;
}

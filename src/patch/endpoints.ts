/**
 * The addresses that observed calls have been sent to. Which request belongs to a call is told by its context wherever that
 * can be trusted; a pool with a limit on connections sends what has waited in the context of another request, and then the
 * address tells.
 */
const endpoints = new Set<string>();

/** More than an application has; beyond it they are learnt anew. */
const MAX_ENDPOINTS = 1000;

/** Takes note of where a call goes. */
export function noteEndpoint(url: string): void {
  const endpoint = withoutQuery(url);
  if (endpoint === undefined || endpoints.has(endpoint)) return;
  if (endpoints.size >= MAX_ENDPOINTS) endpoints.clear();
  endpoints.add(endpoint);
}

/** Whether a call has been sent to this address. */
export function isEndpoint(origin: string, path: string): boolean {
  if (endpoints.size === 0) return false;
  const endpoint = withoutQuery(`${origin}${path}`);
  return endpoint !== undefined && endpoints.has(endpoint);
}

function withoutQuery(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { origin, pathname } = new URL(address);
  return origin + pathname;
}

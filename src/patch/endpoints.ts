/**
 * The addresses that observed calls have been sent to. Which request belongs to a call is told by its context wherever that
 * can be trusted; a pool with a limit on connections sends what has waited in the context of another request, and then the
 * address tells.
 */
const endpoints = new Set<string>();
/** The addresses as they were given, so that the same one is read once. */
const noted = new Set<string>();

/** More than an application has; beyond it they are learnt anew. */
const MAX_ENDPOINTS = 1000;

/** Takes note of where a call goes. */
export function noteEndpoint(url: string): void {
  if (noted.has(url)) return;
  const endpoint = withoutQuery(url);
  if (endpoint === undefined) return;
  if (noted.size >= MAX_ENDPOINTS) {
    noted.clear();
    endpoints.clear();
  }
  noted.add(url);
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

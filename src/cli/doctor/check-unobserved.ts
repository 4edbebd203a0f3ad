import { type Facts, seenIn } from './facts.ts';
import type { Finding } from './finding.ts';

/** Did requests leave for hosts of models that no observed call made? */
export function checkUnobserved(facts: Facts): Finding[] {
  return Object.entries(seenIn(facts)?.unobserved ?? {}).map(([host, requests]) => ({
    check: 'unobserved',
    status: 'warning',
    subject: host,
    seen: `${requests} ${requests === 1 ? 'request' : 'requests'} that no observed call made`,
    todo: 'a plain fetch, a library or a bundle that is not observed: use a supported client, or instrument(client)',
  }));
}

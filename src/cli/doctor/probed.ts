import { extname } from 'node:path';
import { here } from '../../here.ts';
import { type ProbeOrder, PROBE_VARIABLE } from './evidence.ts';

/** An environment as `NAME=value` pairs, with the probe in it for whatever Node is started there. */
export function probedPairs(order: ProbeOrder, pairs: readonly string[]): string[] {
  const own = (name: string): string | undefined =>
    pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  const nodeOptions = own('NODE_OPTIONS');
  const probe = new URL(`./cli/doctor/probe${extname(here)}`, here);
  return [
    ...pairs.filter((pair) => !/^(?:NODE_OPTIONS|_TASKMETER_DOCTOR)=/.test(pair)),
    // First, so that it sees what the other flags bring in.
    `NODE_OPTIONS=${[`--import=${probe.href}`, ...(nodeOptions === undefined ? [] : [nodeOptions])].join(' ')}`,
    `${PROBE_VARIABLE}=${JSON.stringify({ ...order, nodeOptions: nodeOptions ?? null })}`,
  ];
}

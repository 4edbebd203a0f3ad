import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/**
 * Finds loopback ports that nobody listens on: each the preferred one where that is free, else any; 0 means any.
 * All are held until all are found, so they differ from each other.
 */
export async function freePorts<const P extends readonly number[]>(preferred: P): Promise<{ [K in keyof P]: number }> {
  const servers = [];
  try {
    for (const port of preferred) servers.push(await listen(port).catch(() => listen(0)));
    return servers.map((server) => (server.address() as AddressInfo).port) as { [K in keyof P]: number };
  } finally {
    for (const server of servers) server.close();
  }
}

async function listen(port: number): Promise<ReturnType<typeof createServer>> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

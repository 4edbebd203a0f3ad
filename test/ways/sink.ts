import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** Another vendor's back end on loopback: takes everything that is sent to it. */
export interface Sink {
  readonly port: number;
  /** What has been sent, as text, by path; compressed bodies are unpacked. */
  readonly received: { readonly path: string; readonly body: string }[];
  close(): Promise<void>;
}

export async function startSink(): Promise<Sink> {
  const received: { path: string; body: string }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const isZipped = request.headers['content-encoding'] === 'gzip';
      received.push({ path: request.url ?? '', body: (isZipped ? gunzipSync(body) : body).toString('latin1') });
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

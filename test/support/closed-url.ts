import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';

/** An address where nobody listens, and nobody will: its port is taken by one end of a connection until it is released. */
export interface ClosedUrl {
  readonly url: string;
  release(): void;
}

export async function takeClosedUrl(): Promise<ClosedUrl> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  return {
    url: `http://127.0.0.1:${socket.localPort}`,
    release() {
      socket.destroy();
      server.close();
    },
  };
}

import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A way on loopback to a server that can be shut and opened: shut, the server is down to who comes this way. */
export interface Gate {
  /** `http://127.0.0.1:…`, the same for its whole life. */
  readonly url: string;
  /** Breaks what is connected, and refuses what comes. */
  shut(): Promise<void>;
  open(): Promise<void>;
}

/** An open gate to `target`, an http URL. */
export async function startGate(target: string): Promise<Gate> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let own = 0;
  const keep = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const gate: Gate = {
    get url() {
      return `http://127.0.0.1:${own}`;
    },
    async open() {
      server = createServer((incoming) => {
        const outgoing = connect(Number(port), hostname);
        keep(incoming, outgoing);
        keep(outgoing, incoming);
        incoming.pipe(outgoing).pipe(incoming);
      }).listen(own, '127.0.0.1');
      await once(server, 'listening');
      own = (server.address() as AddressInfo).port;
    },
    async shut() {
      const closing = server;
      server = undefined;
      if (closing === undefined) return;
      closing.close();
      for (const socket of sockets) socket.destroy();
      await once(closing, 'close');
    },
  };
  await gate.open();
  return gate;
}

// Requests to a provider's own host that are no calls, by both ways out of Node, within a task; all of it is loopback.
import http from 'node:http';
import { task } from 'taskmeter';

const { port } = new URL(process.env.PROVIDER_URL);
const lookup = (_name, { all }, done) =>
  all ? done(undefined, [{ address: '127.0.0.1', family: 4 }]) : done(undefined, '127.0.0.1', 4);
const get = (hostname) =>
  new Promise((resolve) => {
    http.get({ hostname, port, path: '/v1/models', lookup, agent: false }, (response) =>
      response.resume().on('end', resolve),
    );
  });
await fetch(process.env.PROVIDER_URL);
// The class of the global dispatcher: Node has undici, but does not export it.
const Agent = globalThis[Symbol.for('undici.globalDispatcher.1')].constructor;
const dispatcher = new Agent({ connect: { lookup } });
await task({ type: 'listing' }, async () => {
  for (const host of ['api.openai.com', 'us.api.openai.com', 'shop.openai.azure.com', 'orders.example.com']) {
    await (await fetch(`http://${host}:${port}/v1/files`, { dispatcher })).text();
    await get(host);
  }
});
await dispatcher.close();

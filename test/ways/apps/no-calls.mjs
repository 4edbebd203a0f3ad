// Within a task: requests to a provider's own host that are no calls, and to a service of the application's own, by both ways
// out of Node; all of it is loopback.
import { createRequire } from 'node:module';
import { task } from 'taskmeter';

// As CommonJS packages do: instrumentations of others see nobody who imports it.
const http = createRequire(import.meta.url)('node:http');
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
  for (const host of ['api.openai.com', 'orders.example.com']) {
    await (await fetch(`http://${host}:${port}/v1/files`, { dispatcher })).text();
    await (await fetch(new Request(`http://${host}:${port}/v1/batches`), { dispatcher })).text();
    await get(host);
  }
});
await dispatcher.close();

// A process of its own, so that the application's memory is the application's: a provider, and a sink for its telemetry.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startFakeProvider } from '../../test/support/fake-provider.ts';

const provider = await startFakeProvider();
const sink = createServer((request, response) => {
  request.resume().on('end', () => response.setHeader('content-type', 'application/x-protobuf').end());
});
await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
// What it remembers of requests is for tests; and a model that fails once fails again.
setInterval(() => provider.reset(), 5000);
const { port } = sink.address() as AddressInfo;
process.send?.({ providerUrl: provider.url, sinkUrl: `http://127.0.0.1:${port}` });
process.once('disconnect', () => process.exit());

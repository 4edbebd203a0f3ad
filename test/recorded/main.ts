/**
 * `npm run test:recorded`: every recorded exchange of the client libraries goes through the real library, in a process
 * started with the one line, to a server that replays it. What stands on the exported span is compared with what the
 * recording says. `TASKMETER_FIXTURES` names another folder.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, repository } from '../support/built.ts';
import { runNode } from '../support/child.ts';
import { startOtlpReceiver } from '../support/otlp-receiver.ts';
import { apis, exchangesIn, privateTextsOf } from './exchange.ts';
import { differences } from './reading.ts';
import { startReplay } from './replay.ts';
import { readingOf } from './span.ts';
import { wanted } from './wanted.ts';

const folder = resolve(process.env['TASKMETER_FIXTURES'] ?? join(repository, '../shared/fixtures'));
if (existsSync(folder)) {
  process.exitCode = (await readAll()) ? 0 : 1;
} else {
  console.log(`No recorded exchanges at ${folder}; TASKMETER_FIXTURES=<folder> names another place.`);
}

async function readAll(): Promise<boolean> {
  build();
  const exchanges = exchangesIn(folder).filter(({ api }) => apis.includes(api));
  const replay = await startReplay(exchanges);
  const receiver = await startOtlpReceiver();
  const player = await runNode(['--import', 'taskmeter/register', 'test/recorded/player.ts', folder, replay.origin], {
    cwd: repository,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
    limitMs: 300_000,
  });
  const spans = receiver.spans();
  await receiver.close();
  replay.server.close();
  if (player.code !== 0) throw new Error(`the player ended with ${player.code}: ${player.stderr}`);

  let wrong = 0;
  let unsupported = 0;
  for (const [index, exchange] of exchanges.entries()) {
    const played = spans.find(({ name }) => name === `exchange ${index}`);
    const [call, ...others] = spans.filter(
      ({ traceId, attributes }) => traceId === played?.traceId && 'gen_ai.operation.name' in attributes,
    );
    if (call === undefined) {
      unsupported += 1;
      console.log(`${exchange.id}: no span`);
      continue;
    }
    const faults = [...differences(readingOf(call), wanted(exchange)), ...others.map(({ name }) => `also ${name}`)];
    const fault = played?.attributes['fault'];
    if (fault !== undefined) faults.push(`not sent as recorded: ${JSON.stringify(fault)}`);
    const exported = JSON.stringify(spans.filter(({ traceId }) => traceId === played?.traceId).map(saidBy));
    for (const text of privateTextsOf(exchange)) {
      if (exported.includes(JSON.stringify(text).slice(1, -1))) faults.push(`exported: ${JSON.stringify(text)}`);
    }
    if (faults.length > 0) wrong += 1;
    for (const each of faults) console.log(`${exchange.id}: ${each}`);
  }
  console.log(`${exchanges.length} read, ${wrong} wrong, ${unsupported} not supported`);
  return wrong === 0 && unsupported === 0;
}

type Exported = ReturnType<Awaited<ReturnType<typeof startOtlpReceiver>>['spans']>[number];

/** All of a span but the names of its attributes, and the host that was called, whose words somebody may have said, too. */
function saidBy({ attributes, ...rest }: Exported): unknown {
  return {
    ...rest,
    attributes: Object.entries(attributes).flatMap(([key, value]) => (key === 'server.address' ? [] : value)),
  };
}

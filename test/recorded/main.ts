/**
 * `npm run test:recorded`: every recorded exchange of the two client libraries goes through the real library to a server
 * that replays it; what was read is compared with what the recording says. `TASKMETER_FIXTURES` names another folder.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { apis, exchangesIn } from './exchange.ts';
import { observe } from './observe.ts';
import { play } from './play.ts';
import { differences } from './reading.ts';
import { startReplay } from './replay.ts';
import { wanted } from './wanted.ts';

const folder = resolve(process.env['TASKMETER_FIXTURES'] ?? resolve(import.meta.dirname, '../../../shared/fixtures'));
if (existsSync(folder)) {
  process.exitCode = (await readAll()) ? 0 : 1;
} else {
  console.log(`No recorded exchanges at ${folder}; TASKMETER_FIXTURES=<folder> names another place.`);
}

async function readAll(): Promise<boolean> {
  const exchanges = exchangesIn(folder).filter(({ api }) => apis.includes(api));
  const replay = await startReplay(exchanges);
  const calls = observe();
  // After the observer: what it watches is loaded here.
  const { OpenAI, AzureOpenAI } = await import('openai');
  const { Anthropic } = await import('@anthropic-ai/sdk');
  let wrong = 0;
  let unsupported = 0;
  for (const [index, exchange] of exchanges.entries()) {
    const faults: string[] = [];
    await play(exchange, `${replay.origin}/${index}`, { OpenAI, AzureOpenAI, Anthropic }).catch((error: unknown) =>
      faults.push(`not sent as recorded: ${String(error)}`),
    );
    const [read, ...others] = calls.take();
    if (read === undefined) {
      unsupported += 1;
      console.log(`${exchange.id}: nothing was observed`);
      continue;
    }
    faults.push(...differences(read, wanted(exchange)), ...others.map(() => 'observed twice'));
    if (faults.length > 0) wrong += 1;
    for (const fault of faults) console.log(`${exchange.id}: ${fault}`);
  }
  replay.server.close();
  replay.server.closeAllConnections();
  console.log(`${exchanges.length} read, ${wrong} wrong, ${unsupported} not supported`);
  return wrong === 0 && unsupported === 0;
}

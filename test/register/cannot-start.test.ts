import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { after, before, suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { repository } from '../support/built.ts';
import { APPS, startSurroundings, type Surroundings } from '../support/surroundings.ts';

let around: Surroundings;
const folders: string[] = [];
before(async () => {
  around = await startSurroundings();
});
after(async () => {
  await around.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** An installation in which one package of OpenTelemetry throws when it is loaded, as one of another SDK line does. */
function installationWithout(broken: string): string {
  const folder = mkdtempSync(`${tmpdir()}/taskmeter-broken-`);
  folders.push(folder);
  const copy = `${folder}/node_modules/taskmeter`;
  mkdirSync(`${copy}/node_modules/@opentelemetry`, { recursive: true });
  cpSync(`${repository}/dist`, `${copy}/dist`, { recursive: true });
  cpSync(`${repository}/package.json`, `${copy}/package.json`);
  const link = (name: string): void =>
    symlinkSync(`${repository}/node_modules/${name}`, `${copy}/node_modules/${name}`);
  link('yaml');
  for (const name of readdirSync(`${repository}/node_modules/@opentelemetry`)) {
    if (name !== broken) link(`@opentelemetry/${name}`);
  }
  const stub = `${copy}/node_modules/@opentelemetry/${broken}`;
  mkdirSync(stub);
  writeFileSync(`${stub}/index.js`, "throw new TypeError('made for another line');");
  return pathToFileURL(`${copy}/dist/register.js`).href;
}

const stdout =
  '{"named":"Courier Hartmann crossed Ljubljana overnight.","served":"Courier Hartmann crossed Ljubljana overnight.","traced":false}\n';

suite('an installation that does not fit together', () => {
  test('costs the telemetry and one line, and the application runs', async () => {
    const ended = await around.run('openai', ['--import', installationWithout('sdk-node'), `${APPS}/app.mjs`]);
    assert.deepEqual({ code: ended.code, stdout: ended.stdout }, { code: 0, stdout });
    assert.match(ended.stderr, /^taskmeter: OpenTelemetry cannot start, [^\n]+made for another line[^\n]+\n$/);
  });

  test('costs the HTTP spans only, where it is their instrumentation that does not fit', async () => {
    const register = installationWithout('instrumentation-http');
    const ended = await around.run('openai', ['--import', register, `${APPS}/app.mjs`]);
    assert.deepEqual({ code: ended.code, stdout: ended.stdout }, { code: 0, stdout });
    assert.match(ended.stderr, /^taskmeter: no HTTP instrumentations, [^\n]+made for another line[^\n]+\n$/);
    assert.deepEqual(
      around.receiver.spans().map(({ scope }) => scope),
      ['taskmeter', 'taskmeter', 'taskmeter'],
    );
  });
});

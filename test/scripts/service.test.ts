import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { suite, test } from 'node:test';
import { freePorts } from '../../scripts/stack/ports.ts';
import { startService } from '../../scripts/stack/service.ts';

suite('a service that is started for the demo or a test', () => {
  test('is up when it answers, and gone when it was stopped', async () => {
    const [port] = await freePorts([0]);
    const server = `require('node:http').createServer((_, response) => response.end()).listen(${port})`;
    const service = await startService(program(server, port));
    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 200);
    await service.stop();
    await service.stop();
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
    assert.throws(() => process.kill(service.pid, 0), { code: 'ESRCH' });
  });

  test('that ends before it is ready is an error that shows what it said', async () => {
    const [port] = await freePorts([0]);
    await assert.rejects(startService(program(`console.error('bad configuration'); process.exit(3)`, port)), {
      message: 'the program did not start: it ended with exit code 3\nbad configuration\n',
    });
  });

  test('whose program is missing is an error that names it', async () => {
    const missing = { ...program('', 1), command: '/nowhere/program' };
    await assert.rejects(startService(missing), /the program did not start: spawn \/nowhere\/program ENOENT/);
  });

  test('gets the port it prefers, or another where that is taken', async () => {
    const [free, taken] = await freePorts([0, 0]);
    const server = createServer().listen(taken, '127.0.0.1');
    await once(server, 'listening');
    const [first, second] = await freePorts([free, taken]);
    server.close();
    assert.equal(first, free);
    assert.notEqual(second, taken);
  });
});

function program(code: string, port: number): Parameters<typeof startService>[0] {
  return {
    name: 'the program',
    command: process.execPath,
    args: ['-e', code],
    healthUrl: `http://127.0.0.1:${port}/`,
  };
}

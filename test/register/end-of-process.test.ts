import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { repository, build } from '../support/built.ts';
import { type Child, type Ended, startNode } from '../support/child.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../support/otlp-receiver.ts';

const app = `${repository}/test/register/apps/ends.mjs`;

before(build);

/** Starts the application; `endpoint` undefined leaves taskmeter out, for comparison. */
function start(way: string, endpoint: string | undefined, env: Readonly<Record<string, string>> = {}): Child {
  const line = endpoint === undefined ? [] : ['--import', 'taskmeter/register'];
  return startNode([...line, app, way], {
    cwd: repository,
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint ?? '',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '60000',
      ...env,
    },
  });
}

const status = ({ code, signal }: Ended): object => ({ code, signal });

suite('the end of a process', () => {
  let receiver: OtlpReceiver;
  before(async () => {
    receiver = await startOtlpReceiver();
  });
  after(() => receiver.close());

  for (const way of ['return', 'code', 'exit', 'throw', 'reject']) {
    test(`by "${way}" exports what is left and keeps the exit status and the output`, async () => {
      const [bare, observed] = await Promise.all([start(way, undefined).ended, start(way, receiver.url).ended]);
      assert.deepEqual(
        { ...status(observed), stdout: observed.stdout, stderr: observed.stderr },
        { ...status(bare), stdout: bare.stdout, stderr: bare.stderr },
      );
      const names = receiver.spans().map(({ name }) => name);
      receiver.clear();
      assert.deepEqual(names, ['work']);
    });
  }

  test('exports what ends after the event loop ran empty for the first time, and nothing twice', async () => {
    const ended = await start('more work', receiver.url).ended;
    assert.deepEqual({ ...status(ended), stderr: ended.stderr }, { code: 0, signal: undefined, stderr: '' });
    const names = receiver.spans().map(({ name }) => name);
    receiver.clear();
    assert.deepEqual(names, ['work', 'more work']);
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    for (const way of ['wait', 'handled', 'only listener']) {
      test(`by ${signal} to an application that does "${way}" exports what is left and ends as without us`, async () => {
        const [bare, observed] = await Promise.all(
          [undefined, receiver.url].map(async (endpoint) => {
            const child = start(way, endpoint);
            await child.printed('ready');
            child.kill(signal);
            return status(await child.ended);
          }),
        );
        assert.deepEqual(observed, bare);
        const names = receiver.spans().map(({ name }) => name);
        receiver.clear();
        assert.deepEqual(names, ['work']);
      });
    }
  }

  test('leaves a process alone whose application outlives a signal', async () => {
    const child = start('ignored', receiver.url);
    await child.printed('ready');
    child.kill('SIGTERM');
    await child.printed('ignored');
    child.kill('SIGINT');
    assert.deepEqual(status(await child.ended), { code: 6, signal: undefined });
    receiver.clear();
  });
});

suite('a collector that never answers', () => {
  let receiver: OtlpReceiver;
  before(async () => {
    receiver = await startOtlpReceiver({ answer: false });
  });
  after(() => receiver.close());

  // The exporters' own time-out is 10 s; ours is 2 s, and the rest is the speed of the machine.
  const bound = 6000;

  for (const [way, expected] of [
    ['return', { code: 0, signal: undefined }],
    ['exit', { code: 3, signal: undefined }],
  ] as const) {
    test(`holds a process that ends by "${way}" for two seconds at most`, async () => {
      const ended = await start(way, receiver.url).ended;
      assert.deepEqual(status(ended), expected);
      assert.ok(ended.tookMs < bound, `took ${ended.tookMs} ms`);
    });
  }

  for (const way of ['wait', 'only listener']) {
    test(`holds a process that is killed while it does "${way}" for two seconds at most`, async () => {
      const child = start(way, receiver.url);
      await child.printed('ready');
      child.kill('SIGTERM');
      const ended = await child.ended;
      assert.deepEqual(status(ended), { code: undefined, signal: 'SIGTERM' });
      assert.ok(ended.tookMs < bound, `took ${ended.tookMs} ms`);
    });
  }

  test('is asked by a process that handles the signal and works on, for two seconds at most in all', async () => {
    const child = start('works on', receiver.url);
    await child.printed('ready');
    const asked = performance.now();
    child.kill('SIGTERM');
    assert.deepEqual(status(await child.ended), { code: 5, signal: undefined });
    const took = performance.now() - asked;
    assert.ok(took < 3500, `took ${took} ms`);
  });

  test('does not hold a process that gets the signal again', async () => {
    const child = start('wait', receiver.url);
    await child.printed('ready');
    const before = receiver.requests.length;
    child.kill('SIGINT');
    await receiver.requested(before + 1);
    child.kill('SIGINT');
    const ended = await child.ended;
    assert.deepEqual(status(ended), { code: undefined, signal: 'SIGINT' });
    assert.ok(ended.tookMs < 1500, `took ${ended.tookMs} ms`);
  });
});

suite('a collector that refuses', () => {
  test('is said once, in one line, and changes nothing else', async () => {
    const closed = await startOtlpReceiver();
    await closed.close();
    for (const [way, code] of [
      ['return', 0],
      ['exit', 3],
    ] as const) {
      const ended = await start(way, closed.url).ended;
      assert.deepEqual(status(ended), { code, signal: undefined });
      assert.match(ended.stderr, /^taskmeter: 1 span not exported at the end of the process: [^\n]+\n$/);
    }
  });

  test('is said once by a process that goes on, however many exports of whatever kind fail', async () => {
    const closed = await startOtlpReceiver();
    await closed.close();
    const ended = await start('busy', closed.url, {
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_EXPORTER_OTLP_TIMEOUT: '50',
      OTEL_METRIC_EXPORT_INTERVAL: '100',
      OTEL_METRIC_EXPORT_TIMEOUT: '50',
    }).ended;
    assert.deepEqual(status(ended), { code: 0, signal: undefined });
    assert.match(
      ended.stderr,
      /^taskmeter: telemetry cannot be exported \([^\n]+ECONNREFUSED[^\n]+\) and is lost [^\n]+\ntaskmeter: \d+ spans not exported at the end of the process: [^\n]+\n$/,
    );
  });
});

import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { build, repository } from '../support/built.ts';
import { type Child, type Ended, startNode } from '../support/child.ts';
import { type FakeProvider, startFakeProvider } from '../support/fake-provider.ts';

let provider: FakeProvider;
before(async () => {
  build();
  provider = await startFakeProvider();
});
after(() => provider.close());

const app = 'test/console/apps/tasks.mjs';

function start(way: string, { line = ['--import', 'taskmeter/register'], env = {} } = {}): Child {
  provider.reset();
  return startNode([...line, app, way], {
    cwd: repository,
    env: {
      PROVIDER_URL: provider.url,
      TASKMETER_HOSTS: `${new URL(provider.url).host}=openai`,
      TASKMETER_CONSOLE: '1',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      ...env,
    },
  });
}

/** What was printed, with runs of blanks as one, and times as `#`. */
function told({ stderr }: Ended): string[] {
  return stderr
    .split('\n')
    .map((line) => line.replaceAll(/ {2,}/g, ' | ').replaceAll(/[\d,]+ ms/g, '# ms'))
    .filter((line) => line !== '' && !/^─+$/.test(line));
}

const lines = [
  'taskmeter | lookup | unknown | 1 call | 0 retries | 120 in | 30 out | $0.000077 | # ms | L-1',
  'taskmeter | ticket | success | 2 calls | 0 retries | 240 in | 60 out | $0.000154 | # ms | T-1',
  'taskmeter | ticket | error | 1 call | 1 retry | 120 in | 30 out | no price | # ms | T-2',
  'taskmeter | ticket | pending | 1 call | 0 retries | 120 in | 30 out | $0.000077 | # ms | T-3',
  'taskmeter | failure was reported for T-3 (ticket)',
];
const head =
  'task type | tasks | success | calls | retries | tools | tokens in | from cache | tokens out | cost | cost/task | cost/success';
const notes = [
  '≥ lower bound: 1 call has no price, or not for all used',
  'lookup: 1 unknown',
  'ticket: 1 success, 1 error, 1 failure',
  '1 call belongs to no task: 120 tokens in, 30 out, $0.000077',
  'no price for openai gpt-unheard-of-1x429: unknown_model (1 call)',
  'TASKMETER_PRICES names a file with prices of your own',
];
const summary = [
  head,
  'lookup | 1 | 0 (0%) | 1 | 0 | 0 | 120 | 53% | 30 | $0.000077 | $0.000077 | –',
  'ticket | 3 | 1 (33%) | 4 | 1 | 0 | 480 | 53% | 120 | ≥ $0.000230 | ≥ $0.000077 | ≥ $0.000230',
  'total | 3 | 1 (33%) | 4 | 1 | 0 | 480 | 53% | 120 | ≥ $0.000230 | ≥ $0.000077 | ≥ $0.000230',
  ...notes,
];

suite('TASKMETER_CONSOLE', () => {
  test('prints a line for each finished task and, at the end, what all of them cost', async () => {
    const ended = await start('return').ended;
    assert.deepEqual(
      { code: ended.code, stdout: ended.stdout, told: told(ended) },
      { code: 0, stdout: '', told: [...lines, ...summary] },
    );
    assert.doesNotMatch(ended.stderr, /sk-test|private|Hartmann/);
  });

  test('prints one line for a task whose stream nobody has read by the end', async () => {
    const ended = await start('unread').ended;
    assert.equal(ended.code, 0);
    assert.deepEqual(
      told(ended).filter((line) => line.endsWith('T-5')),
      ['taskmeter | ticket | unknown | 1 call | 0 retries | – in | – out | no price | # ms | T-5'],
    );
    assert.doesNotMatch(ended.stderr, /T-5 \(/);
  });

  test('counts a request that calls a model as a task, and what its outcome may still change as a range', async () => {
    const ended = await start('serve').ended;
    assert.deepEqual({ code: ended.code, stdout: ended.stdout }, { code: 0, stdout: '' });
    const request = told(ended).filter((line) => line.includes('GET') || line.includes('coverage'));
    assert.deepEqual(
      request.map((line) => line.replace(/[0-9a-f]{32}-[0-9a-f]{16}$/, 'trace and span')),
      [
        'taskmeter | GET | unknown | 1 call | 0 retries | 120 in | 30 out | $0.000077 | # ms | trace and span',
        'GET | 1 | 0 (0%) | 1 | 0 | 0 | 120 | 53% | 30 | $0.000077 | $0.000077 | –',
        '1 of 4 outcomes are open: coverage 75%',
        'GET: 1 unknown',
      ],
    );
  });

  for (const { way, code } of [
    { way: 'exit', code: 3 },
    { way: 'throw', code: 1 },
  ]) {
    test(`prints the same when the process ends by "${way}"`, async () => {
      const ended = await start(way).ended;
      assert.equal(ended.code, code);
      assert.deepEqual(told(ended).slice(0, lines.length + summary.length), [...lines, ...summary]);
    });
  }

  for (const how of [
    { way: 'wait', signal: 'SIGTERM', end: { code: undefined, signal: 'SIGTERM' } },
    { way: 'wait', signal: 'SIGINT', end: { code: undefined, signal: 'SIGINT' } },
    { way: 'handled', signal: 'SIGTERM', end: { code: 5, signal: undefined } },
  ] as const) {
    for (const [whose, line] of [
      ['an SDK of ours', ['--import', 'taskmeter/register']],
      ["the application's SDK", ['--import', './test/loader/apps/own-sdk.mjs']],
    ] as const) {
      test(`prints the same when ${how.signal} ends a process with ${whose} that does "${how.way}"`, async () => {
        const child = start(how.way, { line: [...line] });
        await child.printed('ready');
        child.kill(how.signal);
        const ended = await child.ended;
        assert.deepEqual(
          { code: ended.code, signal: ended.signal, told: told(ended) },
          { ...how.end, told: [...lines, ...summary] },
        );
      });
    }
  }

  test('prints what a task that the end of the process cuts short has cost so far', async () => {
    for (const line of [
      ['--import', 'taskmeter/register'],
      ['--import', './test/loader/apps/own-sdk.mjs'],
    ]) {
      const ended = await start('open', { line }).ended;
      assert.equal(ended.code, 0);
      assert.deepEqual(
        told(ended).filter((each) => each.includes('T-4')),
        ['taskmeter | ticket | unknown | 1 call | 0 retries | 120 in | 30 out | $0.000077 | # ms | T-4 (unfinished)'],
      );
    }
  });

  test('names the hosts of models that were asked by nothing that is observed', async () => {
    const ended = await start('plain').ended;
    const { host } = new URL(provider.url);
    assert.deepEqual(
      told(ended).filter((line) => line.startsWith('not observed')),
      [`not observed: 1 request to ${host}; npx taskmeter doctor looks for the reason`],
    );
  });

  test('is an option of taskmeter(), too', async () => {
    const line = ['--import', './test/loader/apps/own-sdk.mjs'];
    const ended = await start('return', { line, env: { TASKMETER_CONSOLE: '', OPTIONS: '{"console":true}' } }).ended;
    assert.deepEqual({ code: ended.code, told: told(ended) }, { code: 0, told: [...lines, ...summary] });
  });

  test('needs no collector', async () => {
    const nobody = { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
    const ended = await start('return', { env: nobody }).ended;
    assert.equal(ended.code, 0);
    assert.deepEqual(
      told(ended).filter((line) => !line.startsWith('taskmeter: ')),
      [...lines, ...summary],
    );
  });

  test('says it when there was nothing to see', async () => {
    const ended = await startNode(['--import', 'taskmeter/register', '--eval', ''], {
      cwd: repository,
      env: { TASKMETER_CONSOLE: 'true', OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none' },
    }).ended;
    assert.deepEqual(told(ended), [
      'taskmeter | no task and no model call was observed in this process; npx taskmeter doctor looks for the reason',
    ]);
  });

  test('is printed by the thread that has the tasks, and by no other', async () => {
    const ended = await startNode(['--import', 'taskmeter/register', 'test/loader/apps/threads.mjs', 'openai'], {
      cwd: repository,
      env: {
        PROVIDER_URL: provider.url,
        TASKMETER_HOSTS: `${new URL(provider.url).host}=openai`,
        TASKMETER_CONSOLE: '1',
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'none',
      },
    }).ended;
    assert.deepEqual(
      told(ended).filter((line) => /^(?:task type|total|taskmeter)/.test(line) && !line.includes('GET')),
      [
        'taskmeter | support.ticket | success | 1 call | 0 retries | 120 in | 30 out | $0.000077 | # ms | ticket-1',
        head,
        'total | 2 | 1 (50%) | 2 | 0 | 0 | 240 | 53% | 60 | $0.000154 | $0.000077 | $0.000077 – $0.000154',
      ],
    );
  });

  test('is off unless it is asked for', async () => {
    const ended = await start('return', { env: { TASKMETER_CONSOLE: '' } }).ended;
    assert.deepEqual({ code: ended.code, stderr: ended.stderr }, { code: 0, stderr: '' });
  });
});

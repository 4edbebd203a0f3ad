/**
 * The demo's numbers against a calculation by hand: the counts are those of the scripted texts (a token is a word, see
 * examples/support-agent/provider/prompt.ts), the prices the providers' list prices. Nothing of src/ takes part in it.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { runNode } from '../support/child.ts';
import type { Ended } from '../support/child.ts';

// Prices in billionths of a dollar a token: $0.40 for a million tokens are 400.
const nano = { input: 100, output: 400 }; //                        gpt-4.1-nano   $0.10, $0.40
const mini = { input: 400, cached: 100, output: 1600 }; //          gpt-4.1-mini   $0.40, $0.10, $1.60
const large = { input: 2000, cached: 500, output: 8000 }; //        gpt-4.1        $2.00, $0.50, $8.00
const sonnet = { input: 3000, cached: 300, written: 3750, output: 15_000 }; // claude-sonnet-4-6 $3, $0.30, $3.75, $15
const embedding = 20; //                                            text-embedding-3-small $0.02

// Fixed parts: a message costs 4 beside its words, the definition of a tool 50, a tool call 20. The handbook has 1,220 words.
const message = 4;
const tool = 50;
const call = 20;
const handbook = message + 1220;

// --- support.ticket: 13 tickets, T-1001 to T-1013, of this many words each.
const [t01, t02, t03, t04, t05, t06, t07, t08, t09, t10, t11, t12, t13] = [
  24, 26, 23, 22, 23, 24, 25, 23, 24, 24, 23, 25, 23,
];
const allTickets = t01 + t02 + t03 + t04 + t05 + t06 + t07 + t08 + t09 + t10 + t11 + t12 + t13; // 309

// 1. Every ticket is classified: an instruction of 15 words and the ticket; the answer has 6 words.
const classify = { input: 13 * (message + 15 + message) + allTickets, output: 13 * 6 }; // 608, 78

// 2. Every ticket is embedded together with five questions of 10 words.
const embed = 13 * 50 + allTickets; // 959

// 3. The plan. Its first turn reads two tools, the handbook, and one message: the ticket, its category (2 words) and a
//    similar case (20 words). Tickets on a late delivery (5) or on damage (4) look the order up, questions (4) do not: their
//    plan of 20 words is ready at once. The cache knows the tools and the handbook after the first ticket: 2 × 50 + 1,224
//    tokens and a few more, of which it serves whole steps of 128, ten of them.
const turn = 2 * tool + handbook + message + 2 + 20; // 1,350 and the ticket
const plan1 = { input: 13 * turn + allTickets, cached: 12 * 1280, output: 9 * call + 4 * 20 }; // 17,859  15,360  260

//    The second turn reads in addition the call and its result: the order in 13 words, but 15 for T-1009's unknown order. It
//    ends with a call for the parcel (4 deliveries), a plan for the damage (27 words, 3 tickets), or by handing over (25
//    words: T-1004 and T-1009).
const order = message + call + message + 13; // 41
const plan2 = {
  input: 9 * (turn + order) + 2 + t01 + t02 + t04 + t05 + t07 + t08 + t09 + t11 + t12, // 12,736
  cached: 9 * 1280,
  output: 4 * call + 3 * 27 + 2 * 25, // 211
};

//    The third turn of the 4 deliveries reads the parcel's last scan, 16 words, and plans in 34 words. By now the turn before
//    it is longer than eleven steps of 128.
const scan = message + call + message + 16; // 44
const plan3 = { input: 4 * (turn + order + scan) + t01 + t05 + t08 + t12, cached: 4 * 1408, output: 4 * 34 }; // 5,835  5,632  136

const plan = {
  input: plan1.input + plan2.input + plan3.input, // 36,430
  cached: plan1.cached + plan2.cached + plan3.cached, // 32,512
  output: plan1.output + plan2.output + plan3.output, // 607
};

// 4. The answer: not for the two that were handed over; T-1012 is refused three times with 529 and costs nothing. Of the other
//    ten the first writes the handbook to the cache, nine read it. Beside it they read the ticket, 9 words of instruction and
//    the plan, and write 77 words on a delivery, 62 on damage, 56 on a question, but 28 on T-1006.
const answer = {
  input: 10 * (message + 9) + t01 + t05 + t08 + 3 * 34 + t02 + t07 + t11 + 3 * 27 + t03 + t06 + t10 + t13 + 4 * 20, // 631
  written: handbook, // 1,224
  cached: 9 * handbook, // 11,016
  output: 3 * 77 + 3 * 62 + 3 * 56 + 28, // 613
};

const supportCost =
  classify.input * nano.input +
  classify.output * nano.output + // 92,000
  embed * embedding + // 19,180
  (plan.input - plan.cached) * mini.input +
  plan.cached * mini.cached +
  plan.output * mini.output + // 5,789,600
  answer.input * sonnet.input +
  answer.written * sonnet.written +
  answer.cached * sonnet.cached +
  answer.output * sonnet.output; // 18,982,800

const support = {
  task_type: 'support.ticket',
  tasks: 13,
  success: 9, // handed over: T-1004, T-1009, T-1012; failed: T-1006, whose answer names no day
  calls: 13 + 13 + (13 + 9 + 4) + 11,
  attempts: 13 + 13 + (13 + 9 + 4) + 11 + 6,
  retries: 6, // T-1003 once, T-1008 twice, T-1011 once, T-1012 twice
  tool_calls: 9 + 4,
  input_tokens: classify.input + embed + plan.input + answer.input + answer.written + answer.cached,
  output_tokens: classify.output + plan.output + answer.output,
  cache_read_tokens: plan.cached + answer.cached,
};

// --- support.refund: 7 tickets, T-2001 to T-2007.
const [r1, r2, r3, r4, r5, r6, r7] = [24, 27, 26, 26, 24, 25, 25];
const allRefunds = r1 + r2 + r3 + r4 + r5 + r6 + r7; // 177

// 1. The decision. First turn: two tools, the handbook, the ticket and 7 words of instruction; two calls at once come back.
const decide1 = {
  input: 7 * (2 * tool + handbook + message + 7) + allRefunds, // 9,522
  cached: 6 * 1280,
  output: 7 * 2 * call, // 280
};
//    Second turn: the calls and their results as well: the order in 13 words, the policy in 14, or in 13 where it says no
//    (T-2002, T-2005). The decision has 5 words.
const decide2 = {
  input: decide1.input + 7 * (message + 2 * call + 2 * message + 13) + 5 * 14 + 2 * 13, // 10,073
  cached: 7 * 1280,
  output: 7 * 5,
};
const decide = {
  input: decide1.input + decide2.input, // 19,595
  cached: decide1.cached + decide2.cached, // 16,640
  output: decide1.output + decide2.output, // 315
};

// 2. The letter, streamed, to all but T-2003 (above the limit: a colleague approves) and T-2005 (approved against the policy:
//    failed): 16 words of instruction, the ticket, `Decision:` and its 5 words. Four approvals of 41 words, one refusal of 44.
const letter = {
  input: 5 * (message + 16 + message + 1 + 5) + r1 + r2 + r4 + r6 + r7, // 277
  output: 4 * 41 + 44, // 208
};

const refundCost =
  (decide.input - decide.cached) * large.input +
  decide.cached * large.cached +
  decide.output * large.output + // 16,750,000
  letter.input * mini.input +
  letter.output * mini.output; // 443,600

const refund = {
  task_type: 'support.refund',
  tasks: 7,
  success: 5,
  calls: 7 + 7 + 5,
  attempts: 7 + 7 + 5 + 1,
  retries: 1, // T-2002
  tool_calls: 7 * 2,
  input_tokens: decide.input + letter.input,
  output_tokens: decide.output + letter.output,
  cache_read_tokens: decide.cached,
};

test('the demo prints the numbers of the calculation by hand, as JSON and nothing else', async () => {
  // In billionths of a dollar: the decimals below are these numbers, and their quotients by 13, 9, 7, 5, 20 and 14.
  assert.deepEqual([supportCost, refundCost, supportCost + refundCost], [24_883_580, 17_193_600, 42_077_180]);
  const { stdout } = await demo(['--json']);
  assert.deepEqual(JSON.parse(stdout), {
    types: [
      { ...refund, cost_exact: '0.0171936', cost_per_task: '0.002456228571', cost_per_success: '0.00343872' },
      { ...support, cost_exact: '0.02488358', cost_per_task: '0.001914121538', cost_per_success: '0.002764842222' },
    ],
    total: {
      task_type: 'total',
      tasks: 20,
      success: 14,
      calls: support.calls + refund.calls,
      attempts: support.attempts + refund.attempts,
      retries: support.retries + refund.retries,
      tool_calls: support.tool_calls + refund.tool_calls,
      input_tokens: support.input_tokens + refund.input_tokens,
      output_tokens: support.output_tokens + refund.output_tokens,
      cache_read_tokens: support.cache_read_tokens + refund.cache_read_tokens,
      cost_exact: '0.04207718',
      cost_per_task: '0.002103859',
      cost_per_success: '0.003005512857',
    },
  });
});

test('the tree shows one task, and the costs of its calls add up to its own', async () => {
  const { stdout } = await demo();
  const lines = stdout.split('\n').filter((line) => /^(task support|[├└]─)/.test(line));
  const [task, ...calls] = lines.map((line) => Number(/\$0\.(\d+)/.exec(line)?.[1]?.padEnd(9, '0')));
  assert.equal(lines[0]?.startsWith('task support.ticket '), true);
  assert.deepEqual(
    calls.reduce((sum, cost) => sum + cost, 0),
    task,
  );
  // T-1008, refused twice: see the script. Words as above: 23 in the ticket.
  assert.equal(
    task,
    (message + 15 + message + t08) * nano.input +
      6 * nano.output +
      (50 + t08) * embedding +
      (3 * (turn + t08) + 2 * order + scan - 2 * 1280 - 1408) * mini.input +
      (2 * 1280 + 1408) * mini.cached +
      (2 * call + 34) * mini.output +
      (message + t08 + 9 + 34) * sonnet.input +
      handbook * sonnet.cached +
      77 * sonnet.output,
  );
  assert.match(stdout, /retried after 429, 429, waited \d+ ms/);

  const shown = readFileSync(new URL('../../README.md', import.meta.url), 'utf8').split('\n');
  const costs = (some: readonly string[], tree: RegExp): unknown[] =>
    some.filter((line) => tree.test(line)).map((line) => /^(?:[├└]─+ )?(.+?) {2,}\D*(0\.\d+)/.exec(line)?.slice(1));
  assert.deepEqual(costs(shown, /^(task support|[├└]──)/), costs(lines, /./), 'the README shows it as it is');
});

test('with an OTLP endpoint in the environment everything is sent there as well', async (t) => {
  const paths: string[] = [];
  const endpoint = createServer((request, response) => {
    paths.push(request.url ?? '');
    request.resume().once('end', () => response.end());
  });
  t.after(() => endpoint.close());
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}` };
  const { code, stdout } = await demo(['--json'], env);
  assert.deepEqual([code, totalOf(stdout)], [0, '0.04207718']);
  assert.ok(paths.includes('/v1/traces'));

  endpoint.closeAllConnections();
  await new Promise((resolve) => endpoint.close(resolve));
  const alone = await demo(['--json'], env);
  assert.deepEqual([alone.code, totalOf(alone.stdout)], [1, '0.04207718']);
  assert.match(alone.stderr, /not everything was delivered: .*ECONNREFUSED/);
});

test('an unknown flag is an error that lists the flags', async () => {
  const { code, stdout, stderr } = await demo(['--jsn']);
  assert.deepEqual([code, stdout], [2, '']);
  assert.match(stderr, /^unknown argument --jsn\n/);
  for (const flag of ['--json', '--jaeger', '--help']) assert.match(stderr, new RegExp(`\n  ${flag} `));
});

function totalOf(printed: string): string {
  return JSON.parse(printed).total.cost_exact;
}

/** Without what the environment says about telemetry: it would change the numbers, or where they go. */
function demo(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return runNode(['scripts/demo.ts', ...args], { env });
}

import assert from 'node:assert/strict';
import type { Outcome } from './child.ts';
import { consumptions } from './consumption.ts';
import { helpers } from './helpers.ts';
import { type Method, methods } from './methods.ts';
import type { ObservedCall } from './observed.ts';

/**
 * Being unseen is no use without seeing: each call ends once, as it did, with as many attempts as the server had requests and
 * no token more or less than the server said.
 *
 * @param endingOf how an allowed ending shows in what was observed.
 */
export function checkCalls(
  library: string,
  name: string,
  outcome: Outcome,
  endingOf = (ending: string): string => ending,
): void {
  const { calls, failures, requests, got } = outcome;
  assert.deepEqual(failures, []);
  const [, kind = '', way = ''] = /^([^:]+): (.*)$/.exec(name) ?? [];
  const endings = kind === 'helper' ? helpers[way]?.endings : consumptions[way]?.endings;
  const ended = calls.map((call) => call.ending);
  assert.ok(
    endings?.length === ended.length &&
      endings.every((allowed, i) => allowed.split('|').some((each) => [each, endingOf(each)].includes(ended[i] ?? ''))),
    `${name}: ended ${ended.join()} instead of ${endings?.join()} (${JSON.stringify(got).slice(0, 300)})`,
  );
  const attempts = calls.flatMap((call) => call.attempts);
  assert.ok(!attempts.includes('undefined'), `${name}: an attempt without an end`);
  const arrived = attempts.filter((attempt) => attempt !== 'ECONNREFUSED');
  assert.equal(arrived.length, requests.length, `${name}: attempts and requests`);
  const method = methods.find((each) => each.library === library && name.startsWith(`${each.path}: `));
  if (method !== undefined) checkTokens(method, name, way, calls);
}

/** Ways in which nothing hinders the call from telling what it consumed. */
const told = ['await', 'then, catch, finally', 'several at once', 'withResponse', '429 twice, then an answer'];
const toldByStream = ['for await', 'for await, withResponse', 'both branches of tee', 'one branch of tee'];

function checkTokens(method: Method, name: string, way: string, calls: readonly ObservedCall[]): void {
  const { input, output, inputSoFar = input } = method.tokens;
  const isTold = told.includes(way) || (toldByStream.includes(way) && method.streamsWithoutUsage !== true);
  for (const { ending, inputTokens, outputTokens } of calls) {
    const mayLack = isTold && ending === 'done' ? [] : [undefined, inputSoFar];
    assert.ok([input, ...mayLack].includes(inputTokens), `${name}: ${inputTokens} input tokens instead of ${input}`);
    const isOutput = outputTokens === output || (mayLack.length > 0 && outputTokens === undefined);
    assert.ok(isOutput, `${name}: ${outputTokens} output tokens instead of ${output}`);
  }
}

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ConfigError, OPTIONS, readConfig } from '../src/config.ts';

const DEFAULTS = {
  disabled: false,
  prices: undefined,
  hosts: {},
  streamUsage: 'auto',
  sampling: 'always',
  idleTimeout: 1800,
  emitCacheCreation: true,
  emitProposedCost: false,
  captureContent: false,
  http: undefined,
  console: false,
};

suite('settings', () => {
  test('have a default each', () => {
    assert.deepEqual(readConfig({}), DEFAULTS);
  });

  test('are read from the environment, where empty counts as unset and blanks do not matter', () => {
    const env = {
      TASKMETER_DISABLED: ' TRUE ',
      TASKMETER_PRICES: 'prices.json',
      TASKMETER_HOSTS: 'llm.example.com=openai, localhost:8080 = groq,[::1]:9=anthropic',
      TASKMETER_STREAM_USAGE: 'never',
      TASKMETER_SAMPLING: '',
      TASKMETER_IDLE_TIMEOUT: '0.5',
      TASKMETER_HTTP: 'false',
      OTEL_SERVICE_NAME: 'shop',
    };
    assert.deepEqual(readConfig(env), {
      ...DEFAULTS,
      disabled: true,
      prices: 'prices.json',
      hosts: { 'llm.example.com': 'openai', 'localhost:8080': 'groq', '[::1]:9': 'anthropic' },
      streamUsage: 'never',
      idleTimeout: 0.5,
      http: false,
      console: false,
    });
  });

  test('given in code win over the environment, unless they are undefined', () => {
    const env = { TASKMETER_STREAM_USAGE: 'never', TASKMETER_SAMPLING: 'follow' };
    const options = { streamUsage: 'always', sampling: undefined } as const;
    assert.deepEqual(readConfig(env, options), { ...DEFAULTS, streamUsage: 'always', sampling: 'follow' });
  });

  test('leave variables of the demo and the test runner alone', () => {
    assert.deepEqual(readConfig({ TASKMETER_JAEGER: '/usr/bin/jaeger', TASKMETER_FIXTURES: 'x' }), DEFAULTS);
  });

  test('are not complained about when it is switched off', () => {
    const config = readConfig({ TASKMETER_DISABLED: 'true', TASKMETER_SAMPLING: 'seldom', TASKMETER_PRIZES: 'x' });
    assert.deepEqual(config, { ...DEFAULTS, disabled: true });
  });

  const mistakes: { what: string; env?: Record<string, string>; options?: object; says: string }[] = [
    {
      what: 'a word that is not allowed',
      env: { TASKMETER_STREAM_USAGE: 'sometimes' },
      says: 'taskmeter: TASKMETER_STREAM_USAGE is "sometimes"; allowed: auto, always, never',
    },
    {
      what: 'a word one letter away',
      env: { TASKMETER_STREAM_USAGE: 'allways' },
      says: 'taskmeter: TASKMETER_STREAM_USAGE is "allways" (did you mean always?); allowed: auto, always, never',
    },
    {
      what: 'two letters swapped',
      env: { TASKMETER_SAMPLING: 'ofllow' },
      says: 'taskmeter: TASKMETER_SAMPLING is "ofllow" (did you mean follow?); allowed: always, follow',
    },
    {
      what: 'a boolean that is neither',
      env: { TASKMETER_DISABLED: 'yes' },
      says: 'taskmeter: TASKMETER_DISABLED is "yes"; allowed: true, false',
    },
    {
      what: 'a duration with a unit',
      env: { TASKMETER_IDLE_TIMEOUT: '30m' },
      says: 'taskmeter: TASKMETER_IDLE_TIMEOUT is "30m"; allowed: seconds, above 0 and at most 2000000',
    },
    {
      what: 'a duration that is none',
      options: { idleTimeout: 0 },
      says: 'taskmeter: idleTimeout is 0; allowed: seconds, above 0 and at most 2000000',
    },
    {
      what: 'a host without a provider',
      env: { TASKMETER_HOSTS: 'llm.example.com' },
      says: 'taskmeter: TASKMETER_HOSTS has "llm.example.com="; allowed: host=provider or host:port=provider, as in localhost:8080=groq',
    },
    {
      what: 'a URL where a host belongs',
      options: { hosts: { 'https://llm.example.com/v1': 'openai' } },
      says: 'taskmeter: hosts has "https://llm.example.com/v1=openai"; allowed: host=provider or host:port=provider, as in localhost:8080=groq',
    },
    {
      what: 'a list where hosts belong',
      options: { hosts: 'localhost=groq' },
      says: 'taskmeter: hosts has "localhost=groq"; allowed: host=provider or host:port=provider, as in localhost:8080=groq',
    },
    {
      what: 'an unknown variable',
      env: { TASKMETER_COLOUR: 'red' },
      says: `taskmeter: unknown variable TASKMETER_COLOUR; allowed: ${OPTIONS.map(({ env }) => env).join(', ')}`,
    },
    {
      what: 'a misspelt variable',
      env: { TASKMETER_PRICE: 'prices.json' },
      says: `taskmeter: unknown variable TASKMETER_PRICE (did you mean TASKMETER_PRICES?); allowed: ${OPTIONS.map(({ env }) => env).join(', ')}`,
    },
    {
      what: 'an unknown option',
      options: { streamusage: 'auto' },
      says: `taskmeter: unknown option streamusage (did you mean streamUsage?); allowed: ${OPTIONS.map(({ name }) => name).join(', ')}`,
    },
    {
      what: 'an option of another type',
      options: { disabled: 'true' },
      says: 'taskmeter: disabled is "true"; allowed: true, false',
    },
    {
      what: 'null where a path belongs',
      options: { prices: null },
      says: 'taskmeter: prices is null; allowed: the path of a file',
    },
    {
      what: 'an object where a word belongs',
      options: { sampling: { ratio: 0.1 } },
      says: 'taskmeter: sampling is of type object; allowed: always, follow',
    },
  ];
  for (const { what, env = {}, options = {}, says } of mistakes) {
    test(`${what} is an error that names it, its value and what is allowed`, () => {
      assert.throws(
        () => readConfig(env, options),
        (error) => error instanceof ConfigError && error instanceof TypeError && error.message === says,
      );
    });
  }

  test('report all mistakes at once, a line each', () => {
    const env = { TASKMETER_STREAM_USAGE: 'x', TASKMETER_SAMPLING: 'y' };
    assert.throws(() => readConfig(env), {
      message: [
        'taskmeter: TASKMETER_STREAM_USAGE is "x"; allowed: auto, always, never',
        'taskmeter: TASKMETER_SAMPLING is "y"; allowed: always, follow',
      ].join('\n'),
    });
  });

  test('a very long value is cut in the message', () => {
    assert.throws(() => readConfig({ TASKMETER_SAMPLING: 'z'.repeat(5000) }), {
      message: `taskmeter: TASKMETER_SAMPLING is "${'z'.repeat(100)}…"; allowed: always, follow`,
    });
  });
});

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { endpointOf, type Endpoint } from '../../src/providers/hosts.ts';

suite('who serves behind a base URL', () => {
  const table: readonly (readonly [string, Endpoint])[] = [
    ['https://api.openai.com/v1', { provider: 'openai', serverAddress: 'api.openai.com' }],
    ['https://us.api.openai.com/v1', { provider: 'openai', serverAddress: 'us.api.openai.com', region: 'us' }],
    ['https://api.anthropic.com', { provider: 'anthropic', serverAddress: 'api.anthropic.com' }],
    [
      'https://acme.cognitiveservices.azure.com/openai',
      { provider: 'azure.ai.openai', serverAddress: 'acme.cognitiveservices.azure.com' },
    ],
    ['https://acme.openai.azure.us/', { provider: 'azure.ai.openai', serverAddress: 'acme.openai.azure.us' }],
    [
      'https://mistral.swedencentral.models.ai.azure.com/v1',
      { provider: 'azure.ai.inference', serverAddress: 'mistral.swedencentral.models.ai.azure.com' },
    ],
    [
      'https://aiplatform.eu.rep.googleapis.com/v1',
      { provider: 'gcp.vertex_ai', serverAddress: 'aiplatform.eu.rep.googleapis.com', region: 'eu' },
    ],
    [
      'https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com/openai/v1',
      {
        provider: 'aws.bedrock',
        serverAddress: 'bedrock-runtime-fips.us-gov-west-1.amazonaws.com',
        region: 'us-gov-west-1',
      },
    ],
    [
      'https://vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com',
      {
        provider: 'aws.bedrock',
        serverAddress: 'vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com',
        region: 'us-east-1',
      },
    ],
    [
      'https://aws-external-anthropic.us-west-2.api.aws',
      { provider: 'anthropic', serverAddress: 'aws-external-anthropic.us-west-2.api.aws' },
    ],
    ['https://eu.inference.heroku.com/v1', { provider: 'heroku', serverAddress: 'eu.inference.heroku.com' }],
    ['https://api.together.ai/v1', { provider: 'together_ai', serverAddress: 'api.together.ai' }],
  ];
  for (const [address, endpoint] of table) {
    test(`${address} is ${endpoint.provider}`, () => {
      assert.deepEqual(endpointOf(address, {}, 'openai_compatible'), endpoint);
    });
  }

  test('a host that only looks like one is not taken for it', () => {
    for (const address of [
      'http://localhost:11434/v1',
      'https://api.openai.com.example.net/v1',
      'https://notopenai.azure.com/',
      'https://eviltest-api.openai.com/v1',
      'https://x.us.api.openai.com/v1',
      'https://amazonaws.com/',
      'https://api.x.ai.example/v1',
    ]) {
      assert.equal(endpointOf(address, {}, 'openai_compatible').provider, 'openai_compatible', address);
    }
  });

  test('what is no address has no server', () => {
    for (const address of [undefined, null, '', 'nonsense', 7, {}]) {
      assert.deepEqual(endpointOf(address, {}, 'anthropic_compatible'), { provider: 'anthropic_compatible' });
    }
  });

  test("the user's own hosts win, the one with a port first", () => {
    const hosts = {
      'llm.example.com': 'openai',
      'llm.example.com:8443': 'groq',
      'api.openai.com': 'house',
      '[::1]:9': 'x_ai',
    };
    const providerAt = (address: string) => endpointOf(address, hosts, 'openai_compatible').provider;
    assert.equal(providerAt('https://llm.example.com/v1'), 'openai');
    assert.equal(providerAt('https://llm.example.com:8443/v1'), 'groq');
    assert.equal(providerAt('https://llm.example.com:9000/v1'), 'openai');
    assert.equal(providerAt('https://api.openai.com/v1'), 'house');
    assert.equal(providerAt('http://[::1]:9/v1'), 'x_ai');
    assert.equal(providerAt('https://constructor/v1'), 'openai_compatible');
  });

  test('the port is told unless it is the default', () => {
    assert.deepEqual(endpointOf('http://[::1]:8080/v1', {}, 'openai_compatible'), {
      provider: 'openai_compatible',
      serverAddress: '::1',
      serverPort: 8080,
    });
    assert.equal(endpointOf('https://api.groq.com:443/openai/v1', {}, 'openai_compatible').serverPort, undefined);
  });
});

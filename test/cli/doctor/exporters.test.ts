import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttp2, type ServerHttp2Stream } from 'node:http2';
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net';
import { afterEach, suite, test } from 'node:test';
import { checkExporters } from '../../../src/cli/doctor/check-exporters.ts';
import { otlpEndpoint } from '../../../src/cli/doctor/endpoint.ts';
import { explain } from '../../../src/cli/doctor/explain.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function listening(server: Server): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An HTTP server that answers everything so. */
function answering(status: number, headers: Record<string, string> = {}): Promise<string> {
  const answer: RequestListener = (request, response) => {
    request.resume().on('end', () => response.writeHead(status, headers).end());
  };
  return listening(createServer(answer));
}

/** What is said of the spans' way, and what to do. */
async function told(env: Record<string, string>): Promise<object[]> {
  const facts = { env: { OTEL_METRICS_EXPORTER: 'none', ...env }, cwd: '/', installed: [], lineWasAdded: false };
  const findings = await checkExporters(facts);
  return findings.filter(({ check }) => check === 'exporter').map(({ status, seen, todo }) => ({ status, seen, todo }));
}

const at = (host: string, scheme = 'http'): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: `${scheme}://${host}`,
});

suite('an exporter over HTTP', () => {
  test('is well when its request is taken', async () => {
    const host = await answering(200, { 'content-type': 'application/x-protobuf' });
    assert.deepEqual(await told(at(host)), [{ status: 'ok', seen: 'takes spans', todo: undefined }]);
  });

  for (const { answer, headers, env, seen, todo } of [
    {
      answer: 401,
      env: { OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=very-secret' },
      seen: 'answers 401: the credentials are missing or wrong (sent are x-api-key)',
      todo: 'set OTEL_EXPORTER_OTLP_HEADERS as your back end says',
    },
    {
      answer: 403,
      seen: 'answers 403: the credentials are missing or wrong (no header is set)',
      todo: 'set OTEL_EXPORTER_OTLP_HEADERS as your back end says',
    },
    {
      answer: 404,
      seen: 'answers 404: there is no receiver at this path',
      todo: '/v1/traces is added to OTEL_EXPORTER_OTLP_ENDPOINT: leave it out there, or name the whole address in OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    },
    {
      answer: 415,
      seen: 'answers 415: it does not take http/protobuf',
      todo: 'OTEL_EXPORTER_OTLP_PROTOCOL=http/json',
    },
    {
      answer: 415,
      env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
      seen: 'answers 415: it does not take http/json',
      todo: 'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    },
    {
      answer: 302,
      headers: { location: 'https://elsewhere.example' },
      seen: 'answers 302, a redirect, which exporters do not follow',
      todo: 'give the final address',
    },
    { answer: 503, seen: 'answers 503: it is there, and cannot take spans now', todo: 'see its own log' },
    {
      answer: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      seen: 'a web page answers, not a receiver of OTLP',
      todo: 'check host and port of the endpoint: 4318 takes OTLP over HTTP',
    },
  ]) {
    test(`is told of ${answer} ${headers?.['content-type'] ?? env?.OTEL_EXPORTER_OTLP_PROTOCOL ?? ''}`, async () => {
      const host = await answering(answer, headers);
      assert.deepEqual(await told({ ...at(host), ...env }), [{ status: 'problem', seen, todo }]);
    });
  }

  test('finds nobody', async () => {
    const host = await answering(200);
    open.splice(0).forEach((server) => server.close());
    assert.deepEqual(await told(at(host)), [
      {
        status: 'problem',
        seen: `refused: nothing listens on ${host}`,
        todo: 'start the collector, or set OTEL_EXPORTER_OTLP_ENDPOINT to where it is',
      },
    ]);
  });

  test('is told that it speaks TLS to who does not', async () => {
    const host = await answering(200);
    assert.deepEqual(await told(at(host, 'https')), [
      { status: 'problem', seen: 'does not speak TLS', todo: 'http instead of https in the endpoint' },
    ]);
  });

  test('is told that it speaks HTTP/1.1 to a port for gRPC', async () => {
    const host = await listening(createHttp2());
    const [found] = await told(at(host));
    assert.deepEqual(found, {
      status: 'problem',
      seen: 'answers, but not by HTTP/1.1 (HPE_INVALID_CONSTANT): it may be a port for gRPC',
      todo: 'OTEL_EXPORTER_OTLP_PROTOCOL=grpc, or the port for HTTP, 4318',
    });
  });

  test('is told that nobody answers', async () => {
    const host = await listening(createTcp((socket) => socket.on('error', () => {})));
    assert.deepEqual(await told(at(host)), [
      {
        status: 'problem',
        seen: 'no answer within 3 s',
        todo: 'a firewall, or something that speaks no OTLP: check host and port',
      },
    ]);
  });

  test('is told what its certificate, its name and its network lack', async () => {
    const endpoint = otlpEndpoint('traces', at('collector.example:4318', 'https'));
    const say = async (code: string): Promise<string> =>
      (await explain({ kind: 'error', code, message: code }, endpoint, 3000)).seen;
    assert.equal(await say('ENOTFOUND'), 'the name collector.example is not known (ENOTFOUND)');
    assert.equal(
      await say('DEPTH_ZERO_SELF_SIGNED_CERT'),
      'its certificate is not accepted (DEPTH_ZERO_SELF_SIGNED_CERT)',
    );
    assert.equal(await say('ENETUNREACH'), 'there is no way to collector.example (ENETUNREACH)');
    assert.equal(await say('ECONNRESET'), 'closes the connection (ECONNRESET)');
  });
});

suite('an exporter over gRPC', () => {
  const grpc = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
  const serving = (status: number): Promise<string> => {
    const server = createHttp2();
    server.on('stream', (stream: ServerHttp2Stream, headers) => {
      assert.equal(headers[':path'], '/opentelemetry.proto.collector.trace.v1.TraceService/Export');
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(status) }));
      stream.resume().on('end', () => stream.end());
    });
    return listening(server);
  };

  test('is well when its request is taken', async () => {
    const host = await serving(0);
    assert.deepEqual(await told({ ...grpc, ...at(host) }), [{ status: 'ok', seen: 'takes spans', todo: undefined }]);
  });

  test('is told of a status', async () => {
    const host = await serving(16);
    assert.deepEqual(await told({ ...grpc, ...at(host) }), [
      {
        status: 'problem',
        seen: 'answers gRPC status 16: the credentials are missing or wrong',
        todo: 'set OTEL_EXPORTER_OTLP_HEADERS',
      },
    ]);
  });

  test('finds nobody, or nobody who speaks TLS', async () => {
    const host = await answering(200);
    assert.deepEqual(await told({ ...grpc, ...at(host, 'https') }), [
      { status: 'problem', seen: 'does not speak TLS', todo: 'http instead of https in the endpoint' },
    ]);
    open.splice(0).forEach((server) => server.close());
    assert.deepEqual(await told({ ...grpc, ...at(host) }), [
      {
        status: 'problem',
        seen: `refused: nothing listens on ${host}`,
        todo: 'start the collector, or set OTEL_EXPORTER_OTLP_ENDPOINT to where it is',
      },
    ]);
  });

  test('is told that it speaks gRPC to a port for HTTP', async () => {
    const host = await answering(200);
    const [found] = await told({ ...grpc, ...at(host) });
    assert.match(
      JSON.stringify(found),
      /"problem","seen":"does not speak gRPC \(ERR_HTTP2_ERROR\)","todo":"OTEL_EXPORTER_OTLP_PROTOCOL=http\/protobuf/,
    );
  });
});

suite('what the environment names', () => {
  test('none is a warning, unless the console shows the tasks', async () => {
    const none = { OTEL_TRACES_EXPORTER: 'none' };
    assert.deepEqual(
      [...(await told(none)), ...(await told({ ...none, TASKMETER_CONSOLE: '1' }))].map(
        (each) => Object.values(each)[0] as string,
      ),
      ['warning', 'ok'],
    );
  });

  test('every exporter is looked at, and one that there is not is said', async () => {
    const host = await answering(202);
    const zipkin = { OTEL_EXPORTER_ZIPKIN_ENDPOINT: `http://${host}/api/v2/spans` };
    assert.deepEqual(await told({ OTEL_TRACES_EXPORTER: 'console, zipkin, jaeger', ...zipkin }), [
      { status: 'ok', seen: 'prints on stdout', todo: undefined },
      { status: 'ok', seen: 'takes spans', todo: undefined },
      {
        status: 'problem',
        seen: 'there is no exporter jaeger',
        todo: 'known are otlp, console, none, zipkin for traces, prometheus for metrics',
      },
    ]);
  });

  test('an endpoint is made of the variables as the specification says', () => {
    const of = (env: Record<string, string>): object => {
      const { url, protocol, headers } = otlpEndpoint('traces', env);
      return { url: url.href, protocol, headers };
    };
    assert.deepEqual(of({}), { url: 'http://localhost:4318/v1/traces', protocol: 'http/protobuf', headers: {} });
    assert.deepEqual(
      of({ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://a.example/otlp/', OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=x%20y' }),
      { url: 'https://a.example/otlp/v1/traces', protocol: 'http/protobuf', headers: { a: '1', b: 'x y' } },
    );
    assert.deepEqual(
      of({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://a.example',
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://b.example/spans',
        OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
        OTEL_EXPORTER_OTLP_HEADERS: 'a=1',
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'a=2',
      }),
      { url: 'https://b.example/spans', protocol: 'http/json', headers: { a: '2' } },
    );
    assert.deepEqual(of({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_ENDPOINT: 'a.example:4317' }), {
      url: 'https://a.example:4317/',
      protocol: 'grpc',
      headers: {},
    });
    assert.throws(() => of({ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }), {
      message: 'OTEL_EXPORTER_OTLP_ENDPOINT is no URL of http or https',
    });
  });
});

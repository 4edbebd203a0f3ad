import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { context, diag, DiagLogLevel, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Cost } from '../../src/price/cost.ts';
import { createRecorder } from '../../src/span/recorder.ts';
import { task } from '../../src/task/task.ts';
import { call, price, request, startSdk, T0, totalsOf } from './sdk.ts';

const sdk = startSdk();
const app = trace.getTracer('app');

describe('the span of a call', () => {
  it('is a CLIENT span below the caller’s, with the times of the call', () => {
    app.startActiveSpan('caller', (span) => {
      const open = sdk.recorder.begin(request, T0 + 0.5);
      open.end(call({ startedAt: T0 + 0.5, endedAt: T0 + 250.25 }));
      span.end();
    });
    const [own, caller] = sdk.read();
    assert.deepEqual(
      { ...own, id: '', traceId: '' },
      {
        name: 'chat m-1',
        kind: 'CLIENT',
        id: '',
        traceId: '',
        parent: caller?.id,
        status: 'UNSET',
        startMs: T0 + 0.5,
        endMs: T0 + 250.25,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'openai',
          'gen_ai.request.model': 'm-1',
          'gen_ai.response.model': 'm-1',
          'gen_ai.usage.input_tokens': 100,
          'gen_ai.usage.output_tokens': 10,
          'taskmeter.retry.count': 0,
          'taskmeter.price.status': 'priced',
          'taskmeter.price.id': 'test/m-1@',
          'taskmeter.price.catalogue': 'test',
          'taskmeter.cost.usd': 0.0002,
          'taskmeter.cost.exact': '0.0002',
          'taskmeter.cost.input_usd': 0.0001,
          'taskmeter.cost.output_usd': 0.0001,
          'gen_ai.usage.cost': 0.0002,
        },
        events: [],
        links: [],
      },
    );
  });

  it('is active while the call runs, and not after', () => {
    const open = sdk.recorder.begin(request, T0);
    open.run(() => {
      const inner = app.startSpan('POST');
      inner.end();
    });
    app.startSpan('after').end();
    open.end(call());
    const [inner, after, own] = sdk.read();
    assert.deepEqual([inner?.parent, after?.parent], [own?.id, undefined]);
  });

  it('is named by the operation alone when no model was named', () => {
    sdk.recorder.begin({ operation: 'embeddings', provider: 'openai' }, T0).end(call());
    assert.equal(sdk.read()[0]?.name, 'embeddings');
  });

  it('has one event for each failed attempt, at the time it failed', () => {
    const attempts = [
      { startedAt: T0, endedAt: T0 + 100, status: 429 },
      { startedAt: T0 + 600, endedAt: T0 + 700, status: 200 },
    ];
    sdk.recorder.begin(request, T0).end(call({ attempts }));
    assert.deepEqual(sdk.read()[0]?.events, [
      {
        name: 'taskmeter.attempt.failed',
        atMs: T0 + 100,
        attributes: {
          'taskmeter.attempt.number': 1,
          'error.type': '429',
          'http.response.status_code': 429,
          'taskmeter.attempt.wait_ms': 500,
          'taskmeter.attempt.price_status': 'not_billed',
        },
      },
    ]);
  });

  it('has status ERROR and a class when the call failed, and no message', () => {
    const attempts = [{ startedAt: T0, endedAt: T0 + 1, status: 401 }];
    sdk.recorder
      .begin(request, T0)
      .end(call({ ending: 'error', response: {}, attempts, error: { type: '401', status: 401 } }));
    const [own] = sdk.read();
    assert.deepEqual(
      [
        own?.status,
        own?.attributes['error.type'],
        own?.attributes['taskmeter.price.status'],
        own?.attributes['taskmeter.cost.exact'],
      ],
      ['ERROR', '401', 'not_billed', '0'],
    );
  });

  it('has no error when the consumer just stopped reading', () => {
    sdk.recorder
      .begin({ ...request, stream: true }, T0)
      .end(call({ ending: 'break', request: { ...request, stream: true } }));
    const [own] = sdk.read();
    assert.deepEqual([own?.status, own?.attributes['taskmeter.stream.ending']], ['UNSET', 'break']);
  });

  it('ends once, whatever ends the call again', () => {
    task({ type: 'ticket' }, () => {
      const open = sdk.recorder.begin(request, T0);
      open.end(call());
      open.end(call({ ending: 'error' }));
    });
    const [own, around] = sdk.read();
    assert.equal(own?.status, 'UNSET');
    assert.equal(totalsOf(around)['calls'], 1);
  });
});

describe('a call made inside another one’s context', () => {
  it('is its sibling, so that both are counted', () => {
    task({ type: 'ticket' }, () => {
      const stream = sdk.recorder.begin(request, T0);
      stream.run(() => sdk.recorder.begin(request, T0 + 1).end(call()));
      stream.end(call());
    });
    const [inner, outer, around] = sdk.read();
    assert.deepEqual([inner?.parent, outer?.parent], [around?.id, around?.id]);
    assert.equal(totalsOf(around)['calls'], 2);
  });
});

describe('a task begun inside a call’s context', () => {
  it('has the calls that its function makes', () => {
    const stream = sdk.recorder.begin(request, T0);
    stream.run(() => task({ type: 'tool' }, () => sdk.recorder.begin(request, T0).end(call())));
    stream.end(call());
    const [inner, tool, outer] = sdk.read();
    assert.deepEqual([inner?.parent, tool?.parent, outer?.parent], [tool?.id, undefined, undefined]);
    assert.equal(totalsOf(tool)['calls'], 1);
  });
});

describe('a call of a task from upstream', () => {
  const upstream = propagation.createBaggage({
    'taskmeter.task.id': { value: 'T-1' },
    'taskmeter.task.type': { value: 'ticket' },
  });

  it('carries the identity that came in baggage', () => {
    context.with(propagation.setBaggage(ROOT_CONTEXT, upstream), () => sdk.recorder.begin(request, T0).end(call()));
    const [own] = sdk.read();
    assert.deepEqual([own?.attributes['taskmeter.task.id'], own?.attributes['taskmeter.task.type']], ['T-1', 'ticket']);
  });

  it('does not take what is malformed for an identity', () => {
    const long = upstream.setEntry('taskmeter.task.id', { value: 'x'.repeat(129) });
    const half = upstream.removeEntry('taskmeter.task.type');
    for (const baggage of [long, half]) {
      context.with(propagation.setBaggage(ROOT_CONTEXT, baggage), () => sdk.recorder.begin(request, T0).end(call()));
      assert.equal(sdk.read()[0]?.attributes['taskmeter.task.id'], undefined);
    }
  });
});

describe('a recorder whose surroundings fail', () => {
  it('still books the money when ending the span throws', () => {
    const tracer = trace.getTracer('app');
    const broken = createRecorder({
      price,
      tracer: {
        startSpan: (...args) => {
          const span = tracer.startSpan(...args);
          span.end = () => {
            throw new Error('processor');
          };
          return span;
        },
      },
    });
    const totals = task({ type: 'ticket' }, (t) => {
      broken.begin(request, T0).end(call());
      return t.totals();
    });
    assert.equal(totals.cost, 200_000_000_000_000n);
    sdk.read();
  });

  it('still books the money when starting the span throws', () => {
    const broken = createRecorder({
      price,
      tracer: {
        startSpan: () => {
          throw new Error('sampler');
        },
      },
    });
    const totals = task({ type: 'ticket' }, (t) => {
      broken.begin(request, T0).end(call());
      return t.totals();
    });
    assert.equal(totals.cost, 200_000_000_000_000n);
    sdk.read();
  });

  it('warns once when a sampler drops the spans of calls, and counts them all the same', () => {
    const warnings: string[] = [];
    const quiet = (): void => {};
    const logger = {
      error: quiet,
      info: quiet,
      debug: quiet,
      verbose: quiet,
      warn: (text: string) => void warnings.push(text),
    };
    diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
    const spanContext = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 0 };
    const recorder = createRecorder({
      price: (query): Cost => price(query),
      tracer: {
        startSpan: () => trace.wrapSpanContext(spanContext),
      },
    });
    const totals = task({ type: 'ticket' }, (t) => {
      recorder.begin(request, T0).end(call());
      recorder.begin(request, T0).end(call());
      return t.totals();
    });
    diag.disable();
    assert.equal(totals.calls, 2);
    assert.deepEqual(warnings, [
      'taskmeter: a sampler drops spans of model calls: they are priced, totalled and counted in taskmeter.process.* all the same, ' +
        'and no collector sees them; new NodeSDK({ ...taskmeter() }) with TASKMETER_SAMPLING=always exports them',
    ]);
    sdk.read();
  });
});

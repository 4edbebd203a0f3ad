import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { OpenCall } from '../../src/call.ts';
import { outcome, reportOutcome } from '../../src/task/outcome.ts';
import { task } from '../../src/task/task.ts';
import { call, request, type SpanView, startSdk, totalsOf } from '../span/sdk.ts';

const sdk = startSdk();
const app = trace.getTracer('http');

function oneCall(startedAt = Date.now()): void {
  sdk.recorder.begin(request, startedAt).end(call({ startedAt }));
}

function serve(
  work: (span: Span) => void,
  attributes: Attributes = { 'http.request.method': 'POST', 'http.route': '/tickets/:id' },
): void {
  app.startActiveSpan('POST', { kind: SpanKind.SERVER, attributes }, ROOT_CONTEXT, (span) => {
    work(span);
    span.end();
  });
}

function identityOf(span: SpanView | undefined): unknown[] {
  const { attributes = {} } = span ?? {};
  return [attributes['taskmeter.task.id'], attributes['taskmeter.task.type'], attributes['taskmeter.task.outcome']];
}

describe('an implicit task', () => {
  it('is a served request that calls a model: the totals stand on the request’s own span', () => {
    serve(() => {
      oneCall();
      app.startActiveSpan('middleware', (span) => {
        oneCall();
        span.end();
      });
    });
    const [first, , , root] = sdk.read();
    assert.equal(root?.name, 'POST');
    assert.deepEqual(identityOf(root), [`${root.traceId}-${root.id}`, 'POST /tickets/:id', 'unknown']);
    assert.deepEqual(totalsOf(root), { calls: 2, cost: '0.0004', reason: 'end', complete: true, revision: 1 });
    assert.deepEqual(identityOf(first), [undefined, undefined, undefined]);
  });

  it('is no request without a model call', () => {
    serve(() => app.startSpan('SELECT', { kind: SpanKind.CLIENT }).end());
    for (const { attributes } of sdk.read()) {
      assert.deepEqual(
        Object.keys(attributes).filter((key) => key.startsWith('taskmeter.')),
        [],
      );
    }
  });

  const remote = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    traceFlags: 1,
    isRemote: true,
  });
  const roots: readonly (readonly [string, SpanKind, Attributes, typeof ROOT_CONTEXT, string | undefined])[] = [
    ['a request without a route', SpanKind.SERVER, { 'http.request.method': 'GET' }, ROOT_CONTEXT, 'work'],
    [
      'a request by its former attributes',
      SpanKind.SERVER,
      { 'http.method': 'GET', 'http.route': '/x' },
      ROOT_CONTEXT,
      'GET /x',
    ],
    [
      'a request of another service',
      SpanKind.SERVER,
      { 'http.request.method': 'GET', 'http.route': '/x' },
      remote,
      'GET /x',
    ],
    ['a message', SpanKind.CONSUMER, { 'messaging.destination.name': 'tickets' }, ROOT_CONTEXT, 'tickets'],
    ['a message of another service', SpanKind.CONSUMER, { 'messaging.destination.name': 'tickets' }, remote, 'tickets'],
    ['a job', SpanKind.INTERNAL, {}, ROOT_CONTEXT, 'work'],
    ['not a part of another service’s trace that nobody serves', SpanKind.INTERNAL, {}, remote, undefined],
    ['not an outgoing request', SpanKind.CLIENT, {}, ROOT_CONTEXT, undefined],
    ['not a message that is sent', SpanKind.PRODUCER, {}, ROOT_CONTEXT, undefined],
  ];
  for (const [what, kind, attributes, parent, type] of roots) {
    it(`is ${what}`, () => {
      app.startActiveSpan('work', { kind, attributes }, parent, (span) => {
        oneCall();
        span.end();
      });
      const [, root] = sdk.read();
      assert.equal(root?.attributes['taskmeter.task.type'], type);
      const id = `${root?.traceId}-${root?.id}`;
      assert.equal(root?.attributes['taskmeter.task.id'], type && id);
    });
  }

  it('has the outcome error when its span says so, and what outcome() says otherwise', () => {
    serve((span) => {
      oneCall();
      span.setStatus({ code: SpanStatusCode.ERROR });
    });
    serve((span) => {
      oneCall();
      outcome('success');
      span.setStatus({ code: SpanStatusCode.ERROR });
    });
    assert.deepEqual(
      sdk
        .read()
        .filter(({ kind }) => kind === 'SERVER')
        .map((root) => identityOf(root)[2]),
      ['error', 'success'],
    );
  });

  it('includes the explicit tasks within it, and is none when all calls are theirs', () => {
    serve(() => {
      oneCall();
      task({ type: 'ticket', id: 'T-1' }, () => oneCall());
    });
    serve(() => task({ type: 'ticket', id: 'T-2' }, () => oneCall()));
    const spans = sdk.read();
    assert.deepEqual(
      spans
        .filter(({ kind }) => kind !== 'CLIENT')
        .map((span) => [span.attributes['taskmeter.task.type'], totalsOf(span)['calls']]),
      [
        ['ticket', 1],
        ['POST /tickets/:id', 2],
        ['ticket', 1],
        [undefined, undefined],
      ],
    );
  });

  it('is each of two requests of one trace that this process serves', () => {
    serve((outer) => {
      oneCall();
      const remoteParent = trace.setSpanContext(ROOT_CONTEXT, { ...outer.spanContext(), isRemote: true });
      app.startActiveSpan('GET', { kind: SpanKind.SERVER }, remoteParent, (inner) => {
        oneCall();
        oneCall();
        inner.end();
      });
      oneCall();
    });
    assert.deepEqual(
      sdk
        .read()
        .filter(({ kind }) => kind === 'SERVER')
        .map((span) => [span.name, totalsOf(span)['calls']]),
      [
        ['GET', 2],
        ['POST', 2],
      ],
    );
  });

  it('is no request that came with a task from upstream: its spans carry that', () => {
    const baggage = propagation.createBaggage({
      'taskmeter.task.id': { value: 'T-7' },
      'taskmeter.task.type': { value: 'case' },
    });
    app.startActiveSpan('POST', { kind: SpanKind.SERVER }, propagation.setBaggage(remote, baggage), (span) => {
      app.startSpan('middle').end();
      oneCall();
      span.end();
    });
    assert.deepEqual(
      sdk.read().map((span) => [span.name, ...identityOf(span), totalsOf(span)['calls']]),
      [
        ['middle', 'T-7', 'case', undefined, undefined],
        ['chat m-1', 'T-7', 'case', undefined, undefined],
        ['POST', 'T-7', 'case', undefined, undefined],
      ],
    );
  });

  it('is no root that stays open for more than 10 minutes, a worker loop', () => {
    const startTime = Date.now() - 600_001;
    app.startActiveSpan('loop', { startTime }, ROOT_CONTEXT, (span) => {
      oneCall(startTime + 1000);
      oneCall();
      span.end(startTime + 600_001);
    });
    const [, , root] = sdk.read();
    assert.deepEqual(root?.attributes, {});
  });
});

describe('a call that ends after the request was answered', () => {
  it('gives a further total, in a small span below the request’s', () => {
    let open: OpenCall | undefined;
    serve(() => {
      oneCall();
      open = sdk.recorder.begin(request, Date.now());
    });
    const [, root] = sdk.read();
    assert.deepEqual(totalsOf(root), { calls: 1, cost: '0.0002', reason: 'open_calls', complete: false, revision: 1 });
    open?.end(call());
    const [, rollup] = sdk.read();
    assert.deepEqual(
      [rollup?.name, rollup?.kind, rollup?.parent, rollup?.traceId],
      ['task.rollup', 'INTERNAL', root?.id, root?.traceId],
    );
    assert.deepEqual(identityOf(rollup), [`${root?.traceId}-${root?.id}`, 'POST /tickets/:id', 'unknown']);
    assert.deepEqual(totalsOf(rollup), { calls: 2, cost: '0.0004', reason: 'late', complete: true, revision: 2 });
  });

  it('gives one total for calls that are under way together', () => {
    const open: OpenCall[] = [];
    serve(() => {
      for (let n = 0; n < 3; n += 1) open.push(sdk.recorder.begin(request, Date.now()));
    });
    sdk.read();
    for (const one of open) one.end(call());
    const rollups = sdk.read().filter(({ name }) => name === 'task.rollup');
    assert.deepEqual(rollups.map(totalsOf), [
      { calls: 3, cost: '0.0006', reason: 'late', complete: true, revision: 2 },
    ]);
  });

  it('makes a task of a request that had none until then', () => {
    let after = ROOT_CONTEXT;
    serve(() => {
      after = context.active();
    });
    sdk.read();
    context.with(after, () => oneCall());
    const [, rollup] = sdk.read();
    assert.deepEqual(totalsOf(rollup), { calls: 1, cost: '0.0002', reason: 'late', complete: true, revision: 1 });
  });

  it('belongs to no task when it began 10 minutes after the request', () => {
    let after = ROOT_CONTEXT;
    serve(() => {
      after = context.active();
    });
    sdk.read();
    context.with(after, () => oneCall(Date.now() + 600_001));
    assert.deepEqual(
      sdk.read().map(({ name }) => name),
      ['chat m-1'],
    );
  });

  it('lets its outcome be reported by the id on its span', () => {
    serve(() => oneCall());
    const [, root] = sdk.read();
    reportOutcome(String(root?.attributes['taskmeter.task.id']), 'success');
    const [report] = sdk.read();
    assert.deepEqual(identityOf(report), [root?.attributes['taskmeter.task.id'], 'POST /tickets/:id', 'success']);
    assert.deepEqual(report?.links, [root?.id]);
  });
});

describe('the end of the process', () => {
  it('writes what is known of every task that is under way', async () => {
    let finish: (value: string) => void = () => {};
    const settled = task({ type: 'ticket' }, () => {
      oneCall();
      return new Promise<string>((resolve) => {
        finish = resolve;
      });
    });
    serve(() => {
      oneCall();
      void sdk.processor.shutdown();
      void sdk.processor.shutdown();
    });
    const known = { calls: 1, cost: '0.0002', complete: false };
    assert.deepEqual(
      sdk
        .read()
        .filter(({ kind }) => kind !== 'CLIENT')
        .map((span) => [span.name, totalsOf(span)]),
      [
        ['task ticket', { ...known, reason: 'shutdown', revision: 1 }],
        ['task.rollup', { ...known, reason: 'shutdown', revision: 1 }],
        ['POST', { ...known, reason: 'end', complete: true, revision: 2 }],
      ],
    );
    finish('done');
    assert.equal(await settled, 'done');
    assert.deepEqual(sdk.read(), []);
  });
});

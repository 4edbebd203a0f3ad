// A page that shares code with a server; bundled by inert.test.ts for places that have nothing of Node.
import 'taskmeter/register';
import { ConfigError, flush, instrument, outcome, reportOutcome, task, taskmeter } from 'taskmeter';

globalThis.told = task({ type: 'support.ticket' }, async (running) => {
  running.outcome('success');
  outcome('success');
  reportOutcome(running.id, 'success');
  await flush();
  return {
    type: running.type,
    isNamed: running.id.length > 0,
    calls: running.totals().calls,
    isSame: instrument(globalThis) === globalThis,
    given: task({ type: 'part', id: 'ticket-1' }, ({ id }) => id),
    parts: Object.keys(taskmeter()),
    isError: new ConfigError(['no such option']) instanceof TypeError,
  };
});

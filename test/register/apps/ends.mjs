// Ends one span and then itself, in the way named by its argument.
import { trace } from '@opentelemetry/api';

trace.getTracer('app').startSpan('work').end();

const stay = () => {
  setInterval(() => {}, 1000);
  console.log('ready');
};

const ways = {
  return: () => {},
  code: () => {
    process.exitCode = 4;
  },
  exit: () => process.exit(3),
  throw: () => {
    throw new Error('boom');
  },
  reject: () => void Promise.reject(new Error('boom')),
  wait: stay,
  // Takes its time to close, as servers do.
  handled: () => {
    for (const signal of ['SIGTERM', 'SIGINT']) {
      process.on(signal, () => setTimeout(() => process.exit(5), 50));
    }
    stay();
  },
  // Ends a span while it closes, so that something is left after the handler.
  'works on': () => {
    process.on('SIGTERM', () => {
      trace.getTracer('app').startSpan('closing').end();
      process.exit(5);
    });
    stay();
  },
  ignored: () => {
    process.on('SIGTERM', () => console.log('ignored'));
    process.on('SIGINT', () => process.exit(6));
    stay();
  },
  // Kills itself when it is the only listener, as the package signal-exit does.
  'only listener': () => {
    const onSignal = (signal) => {
      if (process.listeners(signal).length !== 1) return;
      process.off(signal, onSignal);
      process.kill(process.pid, signal);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
    stay();
  },
  // Works for a while, then returns.
  busy: () => {
    const work = setInterval(() => trace.getTracer('app').startSpan('work').end(), 20);
    setTimeout(() => clearInterval(work), 1500);
  },
  // Goes on after the loop ran empty, once.
  'more work': () => {
    process.once('beforeExit', () => setTimeout(() => trace.getTracer('app').startSpan('more work').end(), 10));
  },
};

ways[process.argv[2]]();

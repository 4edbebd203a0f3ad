// A metric and a log record of the application's own.
const api = require('@opentelemetry/api');

const { logs } = 'logs' in api ? api : require('@opentelemetry/api-logs');
api.metrics.getMeter('shop').createCounter('orders').add(1);
logs.getLogger('shop').emit({ body: 'sold' });

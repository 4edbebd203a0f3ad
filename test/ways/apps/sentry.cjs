// The same for CommonJS.
const Sentry = require('@sentry/node');

Sentry.init({ dsn: process.env.SENTRY_DSN, tracesSampleRate: 1, ...JSON.parse(process.env.SENTRY_OPTIONS ?? '{}') });
process.once('beforeExit', () => void Sentry.close(2000));

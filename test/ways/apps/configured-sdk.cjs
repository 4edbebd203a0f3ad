// An application's own NodeSDK with our parts in it and, as CASE says, with parts of its own.
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { taskmeter } = require('taskmeter');
const { configurationOf } = require('./configuration.cjs');

const sdk = new NodeSDK(configurationOf(process.env.CASE, taskmeter));
sdk.start();
process.once('beforeExit', () => void sdk.shutdown());

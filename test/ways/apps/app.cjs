const OpenAI = require('openai');
const { task } = require('taskmeter');
const { run } = require('./scenario.cjs');

void run({ OpenAI, task });

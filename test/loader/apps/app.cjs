const Anthropic = require('@anthropic-ai/sdk');
const OpenAI = require('openai');
const { task } = require('taskmeter');
const { run } = require('./scenario.cjs');

void run(process.argv[2], { OpenAI, Anthropic, task });

require('@anthropic-ai/sdk');
require('openai');

console.log(performance.now());

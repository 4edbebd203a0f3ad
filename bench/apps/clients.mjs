import '@anthropic-ai/sdk';
import 'openai';

console.log(performance.now());

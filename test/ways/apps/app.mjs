import OpenAI from 'openai';
import { task } from 'taskmeter';
import { run } from './scenario.cjs';

await run({ OpenAI, task });

import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { task } from 'taskmeter';
import { run } from './scenario.cjs';

await run(process.argv[2], { OpenAI, Anthropic, task });

// Takes `task` from another installed copy of the package than the one that was preloaded.
import { createRequire } from 'node:module';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { run } from './scenario.cjs';

const { task } = createRequire(import.meta.url)(process.env.OTHER_COPY);
await run(process.argv[2], { OpenAI, Anthropic, task });

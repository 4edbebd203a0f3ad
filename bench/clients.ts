import { createRequire } from 'node:module';
import type AnthropicSdk from '@anthropic-ai/sdk';
import type OpenAiSdk from 'openai';

/** The CommonJS builds of the client libraries. */
export interface Clients {
  readonly OpenAI: typeof OpenAiSdk;
  /** Absent where the folder has none. */
  readonly Anthropic: typeof AnthropicSdk | undefined;
}

/** Loads the client libraries that are installed in `folder`, as an application there would. */
export function loadClients(folder: string): Clients {
  const require = createRequire(`${folder}/app.cjs`);
  const { OpenAI } = require('openai') as { OpenAI: typeof OpenAiSdk };
  try {
    return { OpenAI, Anthropic: (require('@anthropic-ai/sdk') as { Anthropic: typeof AnthropicSdk }).Anthropic };
  } catch {
    return { OpenAI, Anthropic: undefined };
  }
}

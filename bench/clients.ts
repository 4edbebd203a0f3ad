import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type AnthropicSdk from '@anthropic-ai/sdk';
import type OpenAiSdk from 'openai';

/** One copy of the client libraries. */
export interface Clients {
  readonly OpenAI: typeof OpenAiSdk;
  readonly Anthropic: typeof AnthropicSdk;
}

/**
 * Loads the client libraries under names of their own, by which taskmeter does not know them: bare and observed run side
 * by side in one process, the same code on the same heap.
 */
export function loadBareClients(): Clients {
  // Within the repository, so that what the libraries themselves require is found.
  const folder = join(import.meta.dirname, '../.cache/bench/node_modules');
  rmSync(folder, { recursive: true, force: true });
  const require = createRequire(join(folder, 'index.cjs'));
  const copyOf = (name: string, as: string): unknown => {
    const source = dirname(require.resolve(name));
    const target = join(folder, as);
    cpSync(source, target, { recursive: true, filter: (path) => !/\.(mjs|map|mts|d\.ts)$/.test(path) });
    const manifest: object = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
    writeFileSync(join(target, 'package.json'), JSON.stringify({ ...manifest, name: as }));
    return require(join(target, 'index.js'));
  };
  return clientsOf(copyOf('openai', 'bare-openai'), copyOf('@anthropic-ai/sdk', 'bare-anthropic'));
}

/** The client libraries under their own names; observed when taskmeter is there. */
export function loadClients(): Clients {
  const require = createRequire(import.meta.url);
  return clientsOf(require('openai'), require('@anthropic-ai/sdk'));
}

function clientsOf(openai: unknown, anthropic: unknown): Clients {
  return {
    OpenAI: (openai as { OpenAI: typeof OpenAiSdk }).OpenAI,
    Anthropic: (anthropic as { Anthropic: typeof AnthropicSdk }).Anthropic,
  };
}

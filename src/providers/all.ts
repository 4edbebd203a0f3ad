import { anthropic } from './anthropic.ts';
import type { Hosts } from './hosts.ts';
import { google } from './google.ts';
import { mistral } from './mistral.ts';
import { openai } from './openai.ts';
import type { Provider } from './provider.ts';

/** Every client library taskmeter reads; `hosts` are the user's own names for who serves behind which host. */
export function providers(hosts: Hosts = {}): readonly Provider[] {
  return [openai(hosts), anthropic(hosts), google(hosts), mistral(hosts)];
}

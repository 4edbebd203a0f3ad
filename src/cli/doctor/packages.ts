/** The packages that the doctor looks for. */
import { providers } from '../../providers/all.ts';
import type { Provider } from '../../providers/provider.ts';

/** A client library whose calls are observed, and its supported versions. */
export const OBSERVED: readonly Provider[] = providers();

/** Libraries that send requests to models by ways of their own, and what to do about each. */
export const UNOBSERVED: Readonly<Record<string, string>> = {
  '@anthropic-ai/claude-agent-sdk':
    'it works in a process of its own: set CLAUDE_CODE_ENABLE_TELEMETRY there and let the collector price its spans',
  '@aws-sdk/client-bedrock-runtime': 'use an instrumentation of OpenTelemetry for it; the collector prices its spans',
  '@azure-rest/ai-inference': 'use the openai package with AzureOpenAI',
  '@google/generative-ai': 'it is the former library: use @google/genai',
  '@openrouter/sdk': 'use the openai package with the base URL of OpenRouter',
  ai: 'turn its telemetry on (experimental_telemetry); the collector prices its spans',
  'cohere-ai': 'use the openai package with the base URL of the compatibility API',
  'groq-sdk': "use the openai package with Groq's base URL",
  ollama: "use the openai package with Ollama's base URL",
  'together-ai': "use the openai package with Together's base URL",
};

/** What the probe looks for; `@scope/` stands for all of a scope. */
export const OF_INTEREST: readonly string[] = [
  ...OBSERVED.map(({ module }) => module),
  ...Object.keys(UNOBSERVED),
  '@opentelemetry/',
  '@sentry/',
  'dd-trace',
  'taskmeter',
];

export function isOfInterest(name: string): boolean {
  return OF_INTEREST.some((wanted) => (wanted.endsWith('/') ? name.startsWith(wanted) : name === wanted));
}

import { asciiLower, normaliseModel, type ModelId } from '../../src/price/match.ts';

/** A provider that rows are imported for, and what its data sets call it. */
export interface Provider {
  /** As in the catalogue: a value of `gen_ai.provider.name`. */
  readonly name: string;
  /** File without `.imported.yaml`. */
  readonly file: string;
  /** What stands at the head of the file. */
  readonly about: string;
  /** Other spellings of the name; only where no file kept by hand has them. */
  readonly names?: readonly string[];
  readonly genaiPrices?: string;
  readonly piAi?: string;
  /** Where one list of a source has the models of several providers: which are this one's. */
  readonly accepts?: (id: string) => boolean;
}

/** Google lists with its own API what only Vertex serves: Claude, and open models under a name of their own. */
const isVertexOnly = (id: string): boolean => id.includes('claude') || id.endsWith('-maas');

export const providers: readonly Provider[] = [
  { name: 'openai', file: 'openai', about: 'OpenAI, its own API.', genaiPrices: 'openai', piAi: 'openai' },
  {
    name: 'azure.ai.openai',
    file: 'azure',
    about: 'Azure OpenAI (Foundry), global deployments.',
    genaiPrices: 'azure',
    piAi: 'azure',
  },
  {
    name: 'anthropic',
    file: 'anthropic',
    about: 'Anthropic, its own API.',
    genaiPrices: 'anthropic',
    piAi: 'anthropic',
  },
  {
    name: 'gcp.gemini',
    file: 'gemini',
    about: 'Google Gemini API.',
    genaiPrices: 'google',
    piAi: 'google',
    accepts: (id) => !isVertexOnly(id),
  },
  {
    name: 'gcp.vertex_ai',
    file: 'vertex',
    about: 'Google Vertex AI.',
    genaiPrices: 'google',
    piAi: 'google-vertex',
    accepts: isVertexOnly,
  },
  { name: 'mistral_ai', file: 'mistral', about: 'Mistral, its own API.', genaiPrices: 'mistral', piAi: 'mistral' },
  { name: 'deepseek', file: 'deepseek', about: 'DeepSeek, its own API.', genaiPrices: 'deepseek', piAi: 'deepseek' },
  { name: 'x_ai', file: 'xai', about: 'xAI, its own API.', genaiPrices: 'x-ai', piAi: 'xai' },
  { name: 'groq', file: 'groq', about: 'Groq, its own API.', genaiPrices: 'groq', piAi: 'groq' },
  {
    name: 'aws.bedrock',
    file: 'bedrock',
    about: 'Amazon Bedrock, beside Claude and the first Nova models. Ids stand here without region prefix and version.',
    genaiPrices: 'aws',
    piAi: 'amazon-bedrock',
  },
  {
    name: 'cohere',
    file: 'cohere',
    about: 'Cohere, its own API.',
    genaiPrices: 'cohere',
  },
  {
    name: 'together_ai',
    file: 'together',
    about: 'Together AI, serverless models.',
    names: ['together', 'togetherai', 'together-ai', 'together.ai', 'together.xyz'],
    genaiPrices: 'together',
    piAi: 'together',
  },
  {
    name: 'fireworks_ai',
    file: 'fireworks',
    about: 'Fireworks AI, serverless models.',
    names: ['fireworks', 'fireworksai', 'fireworks-ai', 'fireworks.ai'],
    genaiPrices: 'fireworks',
    piAi: 'fireworks',
  },
  {
    name: 'perplexity',
    file: 'perplexity',
    about: 'Perplexity, its own API.',
    genaiPrices: 'perplexity',
  },
  {
    name: 'cerebras',
    file: 'cerebras',
    about: 'Cerebras, its own API.',
    names: ['cerebras_ai', 'cerebras.ai'],
    genaiPrices: 'cerebras',
    piAi: 'cerebras',
  },
  {
    name: 'openrouter',
    file: 'openrouter',
    about:
      'OpenRouter. It reports what a call cost, and that wins; these are its list prices, for calls whose usage lacks it: the price of whom it\nroutes to by default, which changes often.',
    names: ['open_router', 'open-router', 'openrouter.ai'],
    genaiPrices: 'openrouter',
    piAi: 'openrouter',
    // What has no author before it is no id of OpenRouter's.
    accepts: (id) => id.includes('/'),
  },
  {
    name: 'voyage_ai',
    file: 'voyage',
    about: 'Voyage AI, its own API: embeddings.',
    genaiPrices: 'voyageai',
  },
  {
    name: 'moonshot_ai',
    file: 'moonshot',
    about: 'Moonshot AI (Kimi), its own API.',
    names: ['moonshot', 'moonshotai', 'moonshot-ai', 'kimi'],
    genaiPrices: 'moonshotai',
    piAi: 'moonshotai',
  },
  {
    name: 'z_ai',
    file: 'zai',
    about: 'Z.ai (GLM), its international API, which bills in USD.',
    genaiPrices: 'zai',
    piAi: 'zai',
  },
  {
    name: 'minimax',
    file: 'minimax',
    about: 'MiniMax, its own API.',
    names: ['minimaxai', 'minimax-ai'],
    genaiPrices: 'minimax',
    piAi: 'minimax',
  },
];

/** The id under which the engine looks a model up, whatever a source calls it. */
export function normalise({ name, names = [] }: Provider, model: string): ModelId {
  return normaliseModel(name, model, (prefix) => prefix === name || names.includes(asciiLower(prefix)));
}

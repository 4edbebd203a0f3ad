import { text } from '../narrow.ts';

/**
 * Who serves a call, told from the host its client points at. The same client library talks to dozens of services with
 * dozens of price lists, so a host that is not known here is never taken for the library's own vendor: it gets the
 * library's `…_compatible` name, which no price list has, and the user may say who it is (`Hosts`).
 */

/** The user's own hosts, with or without port → provider: `{ 'llm-gateway.example.com': 'openai', 'localhost:8080': 'groq' }`. */
export type Hosts = Readonly<Record<string, string>>;

/** What the base URL of a client says. */
export interface Endpoint {
  /** Value of `gen_ai.provider.name`. */
  readonly provider: string;
  readonly serverAddress?: string | undefined;
  /** Absent when it is the scheme's default. */
  readonly serverPort?: number | undefined;
  /** Where the host stands, as far as its name says so and prices depend on it: `us`, `eu`, `us-east5`, `global`. */
  readonly region?: string | undefined;
}

/** Reads a base URL; `otherwise` is the provider of a host nobody knows and of a base URL that is none. */
export function endpointOf(baseURL: unknown, hosts: Hosts, otherwise: string): Endpoint {
  const address = text(baseURL);
  if (address === undefined) return { provider: otherwise };
  let known = remembered.get(hosts);
  if (known === undefined) remembered.set(hosts, (known = new Map()));
  let endpoints = known.get(otherwise);
  if (endpoints === undefined) known.set(otherwise, (endpoints = new Map()));
  let endpoint = endpoints.get(address);
  if (endpoint !== undefined) return endpoint;
  if (endpoints.size >= MAX_REMEMBERED) endpoints.clear();
  endpoints.set(address, (endpoint = readEndpoint(address, hosts, otherwise)));
  return endpoint;
}

/** By `otherwise`, then by address: a client has one base URL for all its calls, and a key made of both would be made for each. */
const remembered = new WeakMap<Hosts, Map<string, Map<string, Endpoint>>>();

/** More than an application has; beyond it they are read anew. */
const MAX_REMEMBERED = 1000;

function readEndpoint(address: string, hosts: Hosts, otherwise: string): Endpoint {
  if (!URL.canParse(address)) return { provider: otherwise };
  const url = new URL(address);
  const server = {
    serverAddress: url.hostname.replace(/^\[|\]$/g, ''),
    ...(url.port === '' ? undefined : { serverPort: Number(url.port) }),
  };
  const provider = own(hosts, url.host) ?? own(hosts, url.hostname) ?? exact.get(url.hostname);
  if (provider !== undefined) return { provider, ...server };
  for (const [pattern, name] of patterns) {
    const match = pattern.exec(url.hostname);
    if (match !== null) return { provider: name, ...server, ...regionOf(name, match.groups?.['region']) };
  }
  return { provider: otherwise, ...server };
}

/** Whether a host is known to be a provider's own, so that whatever is sent there goes to a third party. */
export function isProviderHost(hostname: string): boolean {
  return exact.has(hostname) || patterns.some(([pattern]) => pattern.test(hostname));
}

/** Names of OpenTelemetry's registry where it has one; else the vendor's, in the same spelling. */
const exact: ReadonlyMap<string, string> = new Map([
  ['api.openai.com', 'openai'],
  ['oai.helicone.ai', 'openai'],
  ['api.anthropic.com', 'anthropic'],
  ['anthropic.helicone.ai', 'anthropic'],
  ['api.groq.com', 'groq'],
  ['api.deepseek.com', 'deepseek'],
  ['api.x.ai', 'x_ai'],
  ['api.mistral.ai', 'mistral_ai'],
  ['codestral.mistral.ai', 'mistral_ai'],
  ['generativelanguage.googleapis.com', 'gcp.gemini'],
  ['firebasevertexai.googleapis.com', 'gcp.vertex_ai'],
  ['api.perplexity.ai', 'perplexity'],
  ['api.cohere.ai', 'cohere'],
  ['api.cohere.com', 'cohere'],
  ['api.moonshot.ai', 'moonshot_ai'],
  ['api.moonshot.cn', 'moonshot_ai'],
  ['models.inference.ai.azure.com', 'azure.ai.inference'],
  ['openrouter.ai', 'openrouter'],
  ['api.together.xyz', 'together_ai'],
  ['api.together.ai', 'together_ai'],
  ['api.cerebras.ai', 'cerebras'],
  ['api.fireworks.ai', 'fireworks_ai'],
  ['router.huggingface.co', 'hugging_face'],
  ['api-inference.huggingface.co', 'hugging_face'],
  ['dashscope.aliyuncs.com', 'alibaba_cloud'],
  ['dashscope-intl.aliyuncs.com', 'alibaba_cloud'],
  ['dashscope-us.aliyuncs.com', 'alibaba_cloud'],
  ['api.z.ai', 'z_ai'],
  ['open.bigmodel.cn', 'z_ai'],
  ['api.minimax.io', 'minimax'],
  ['api.minimaxi.com', 'minimax'],
  ['api.ai21.com', 'ai21'],
  ['api.deepinfra.com', 'deepinfra'],
  ['api.doubleword.ai', 'doubleword'],
  ['api.githubcopilot.com', 'github_copilot'],
  ['models.github.ai', 'github_models'],
  ['api.inference.crusoecloud.com', 'crusoe'],
  ['api.jina.ai', 'jina_ai'],
  ['api.novita.ai', 'novita_ai'],
  ['api.portkey.ai', 'portkey'],
  ['api.sambanova.ai', 'sambanova'],
  ['api.studio.nebius.ai', 'nebius'],
  ['api.tokenfactory.nebius.com', 'nebius'],
  ['api.venice.ai', 'venice'],
  ['api.voyageai.com', 'voyage_ai'],
  ['ai-gateway.vercel.sh', 'vercel_ai_gateway'],
  ['integrate.api.nvidia.com', 'nvidia'],
  ['ollama.com', 'ollama_cloud'],
]);

const patterns: readonly (readonly [RegExp, string])[] = [
  [/^(?<region>[a-z]{2})\.api\.openai\.com$/, 'openai'],
  // Claude Platform on AWS: billed through AWS, served and priced by Anthropic.
  [/^aws-external-anthropic\.[a-z0-9-]+\.api\.aws$/, 'anthropic'],
  [/\.(openai|cognitiveservices)\.azure\.(com|us|cn)$/, 'azure.ai.openai'],
  [/\.services\.ai\.azure\.(com|us|cn)$/, 'azure.ai.openai'],
  [/\.models\.ai\.azure\.com$/, 'azure.ai.inference'],
  [/^(?:(?<region>[a-z0-9-]+)-)?aiplatform\.googleapis\.com$/, 'gcp.vertex_ai'],
  [/^aiplatform\.(?<region>[a-z]+)\.rep\.googleapis\.com$/, 'gcp.vertex_ai'],
  [
    /(^|\.)bedrock[a-z-]*\.(?<region>[a-z0-9-]+)\.(vpce\.)?(amazonaws\.com|amazonaws\.com\.cn|api\.aws)$/,
    'aws.bedrock',
  ],
  [/^(?<region>[a-z0-9-]+)\.api\.x\.ai$/, 'x_ai'],
  [/^api\.(?<region>[a-z]{2})\.mistral\.ai$/, 'mistral_ai'],
  [/\.githubcopilot\.com$/, 'github_copilot'],
  [/\.inference\.heroku\.com$/, 'heroku'],
  [/\.ml\.cloud\.ibm\.com$/, 'ibm.watsonx.ai'],
  [/\.snowflakecomputing\.com$/, 'snowflake'],
  [/(\.cloud\.databricks\.com|\.azuredatabricks\.net|\.gcp\.databricks\.com)$/, 'databricks'],
];

/** Vertex's host without a region is the global endpoint, which has a price of its own. */
function regionOf(provider: string, region: string | undefined): { readonly region?: string } {
  if (region !== undefined) return { region };
  return provider === 'gcp.vertex_ai' ? { region: 'global' } : {};
}

function own(hosts: Hosts, host: string): string | undefined {
  return Object.hasOwn(hosts, host) ? hosts[host] : undefined;
}

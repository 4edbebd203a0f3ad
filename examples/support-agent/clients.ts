import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

/**
 * The two clients, made as in any application. With `SUPPORT_AGENT_PROVIDER` set, requests go to the scripted provider on
 * loopback instead of the internet. They are rerouted in `fetch`, not with `baseURL`: the clients keep the providers' own
 * addresses, which is what tells whose model is called and so whose price applies.
 */
const provider = process.env['SUPPORT_AGENT_PROVIDER'];

export const openai: OpenAI = new OpenAI(
  provider === undefined ? {} : { apiKey: 'scripted', baseURL: 'https://api.openai.com/v1', fetch: rerouted(provider) },
);

export const anthropic: Anthropic = new Anthropic(
  provider === undefined ? {} : { apiKey: 'scripted', baseURL: 'https://api.anthropic.com', fetch: rerouted(provider) },
);

/** `https://api.openai.com/v1/embeddings` becomes `{provider}/api.openai.com/v1/embeddings`. */
function rerouted(provider: string): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return (input, init) => {
    const { host, pathname, search } = new URL(input instanceof Request ? input.url : input);
    return fetch(`${provider}/${host}${pathname}${search}`, init);
  };
}

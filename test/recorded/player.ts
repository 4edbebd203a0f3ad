/** The application under observation: makes every recorded call, each below a span of its own that says which it is. */
import { Anthropic } from '@anthropic-ai/sdk';
import { ApiError as GoogleError, GoogleGenAI } from '@google/genai';
import { HTTPClient, Mistral } from '@mistralai/mistralai';
import { MistralError } from '@mistralai/mistralai/models/errors';
import { trace } from '@opentelemetry/api';
import { AzureOpenAI, OpenAI } from 'openai';
import { apis, exchangesIn } from './exchange.ts';
import { play } from './play.ts';

const [folder = '', origin = ''] = process.argv.slice(2);
const sdks = { OpenAI, AzureOpenAI, Anthropic, GoogleGenAI, GoogleError, Mistral, HTTPClient, MistralError };
const tracer = trace.getTracer('recorded');
const exchanges = exchangesIn(folder).filter(({ api }) => apis.includes(api));

for (const [index, exchange] of exchanges.entries()) {
  await tracer.startActiveSpan(`exchange ${index}`, async (span) => {
    try {
      await play(exchange, `${origin}/${index}`, sdks);
    } catch (error) {
      span.setAttribute('fault', String(error));
    }
    span.end();
  });
}

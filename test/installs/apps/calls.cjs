// One call with each client library, to the provider under test.
const { PROVIDER_URL: url } = process.env;
const messages = [{ role: 'user', content: 'private question' }];

exports.calls = {
  async openai({ OpenAI }) {
    const client = new OpenAI({ apiKey: 'sk-test-4f81c2', baseURL: `${url}/v1` });
    return (await client.chat.completions.create({ model: 'gpt-4.1-mini', messages })).choices[0].message.content;
  },
  async anthropic({ Anthropic }) {
    const client = new Anthropic({ apiKey: 'sk-test-4f81c2', baseURL: url });
    return (await client.messages.create({ model: 'claude-opus-4-8', max_tokens: 9, messages })).content[0].text;
  },
  async genai({ GoogleGenAI }) {
    const client = new GoogleGenAI({ apiKey: 'sk-test-4f81c2', httpOptions: { baseUrl: url } });
    return (await client.models.generateContent({ model: 'gemini-2.5-flash', contents: 'private question' })).text;
  },
  async mistral({ Mistral }) {
    const client = new Mistral({ apiKey: 'sk-test-4f81c2', serverURL: url });
    return (await client.chat.complete({ model: 'mistral-large-2512', messages })).choices[0].message.content;
  },
};

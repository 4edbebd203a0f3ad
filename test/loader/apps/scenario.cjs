// What every application of the loader tests does, however it was loaded: a named task with one call, and a request to its
// own server whose handler makes another.
const { createServer } = require('node:http');

const calls = {
  async openai({ OpenAI }) {
    const client = new OpenAI({ apiKey: 'sk-test-4f81c2', baseURL: `${process.env.PROVIDER_URL}/v1` });
    const answer = await client.chat.completions.create({
      model: 'gpt-4.1-mini',
      messages: [{ role: 'user', content: 'private question' }],
    });
    return answer.choices[0].message.content;
  },
  async anthropic({ Anthropic }) {
    const client = new Anthropic({ apiKey: 'sk-test-4f81c2', baseURL: process.env.PROVIDER_URL });
    const answer = await client.messages.create({
      model: 'claude-opus-4-8',
      max_tokens: 100,
      messages: [{ role: 'user', content: 'private question' }],
    });
    return answer.content[0].text;
  },
};

module.exports.run = async function run(library, modules) {
  const call = () => calls[library](modules);
  const named = await modules.task({ type: 'support.ticket', id: 'ticket-1' }, async (task) => {
    const text = await call();
    task.outcome('success');
    return text;
  });
  const server = createServer((request, response) => {
    void call().then((text) => response.end(JSON.stringify({ text, traced: 'traceparent' in request.headers })));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const served = await (await fetch(`http://127.0.0.1:${server.address().port}/answer`)).json();
  server.closeAllConnections();
  server.close();
  console.log(JSON.stringify({ named, served: served.text, traced: served.traced }));
};

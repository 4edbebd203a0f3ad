// What every application of these tests does: a named task with a call, a stream and a call whose raw response is asked for,
// and a request to its own server whose handler makes a call. It prints what it got, as the user's code sees it.
const { createServer } = require('node:http');

const question = { model: 'gpt-4.1-mini', messages: [{ role: 'user', content: 'private question' }] };

module.exports.run = async function run({ OpenAI, task }) {
  const client = new OpenAI({ apiKey: 'sk-test-4f81c2', baseURL: `${process.env.PROVIDER_URL}/v1` });
  const call = async () => (await client.chat.completions.create(question)).choices[0].message.content;
  const got = await task({ type: 'support.ticket', id: 'ticket-1' }, async (ticket) => {
    const text = await call();
    const chunks = [];
    const options = { stream: true, stream_options: { include_usage: true } };
    for await (const chunk of await client.chat.completions.create({ ...question, ...options })) chunks.push(chunk);
    const { data, response } = await client.chat.completions.create(question).withResponse();
    ticket.outcome('success');
    return { text, chunks, raw: [data.choices[0].message.content, response.status, [...response.headers].length > 0] };
  });
  const server = createServer((_, response) => {
    void call().then((text) => response.end(JSON.stringify({ text })));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const served = await (await fetch(`http://127.0.0.1:${server.address().port}/answer`)).json();
  server.closeAllConnections();
  server.close();
  console.log(JSON.stringify({ ...got, served }));
};

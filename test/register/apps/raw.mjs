// Asks a model without any client library: twice at one host, once at a host that is nobody's.
const ask = async (base) => {
  const response = await fetch(`${base}/v1/chat/completions?key=secret`, { method: 'POST', body: '{"model":"m"}' });
  await response.text();
};
const { port } = new URL(process.env.PROVIDER);
await ask(`http://localhost:${port}`);
await ask(`http://localhost:${port}`);
await ask(`http://127.0.0.1:${port}`);

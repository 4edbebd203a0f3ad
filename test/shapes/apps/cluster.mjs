// A cluster whose workers serve requests with a call each, as its primary says when all listen.
import cluster from 'node:cluster';
import { createServer } from 'node:http';
import OpenAI from 'openai';
import { task } from 'taskmeter';

const WORKERS = 2;

if (cluster.isPrimary) {
  for (let n = 0; n < WORKERS; n += 1) cluster.fork();
  let listening = 0;
  cluster.on('listening', (_worker, { port }) => {
    listening += 1;
    if (listening === WORKERS) task({ type: 'primary' }, () => console.log('port', port));
  });
} else {
  const openai = new OpenAI({ apiKey: 'sk-test-4f81c2', baseURL: `${process.env.PROVIDER_URL}/v1` });
  const server = createServer((_request, response) => {
    void openai.embeddings
      .create({ model: 'text-embedding-3-small', input: 'private question' })
      .then(() => response.setHeader('connection', 'close').end(String(process.pid)));
  });
  server.listen(0, '127.0.0.1');
}

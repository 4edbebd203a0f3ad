import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { OverheadReport } from './overhead.bench.ts';

/** Runs overhead.bench.ts in a process of its own and takes its spans here, so that receiving them costs it nothing. */
export async function measureOverhead(): Promise<OverheadReport> {
  let received = 0;
  const sink = createServer((request, response) => {
    request.on('data', (piece: Buffer) => (received += piece.length)).once('end', () => response.end());
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  try {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'overhead.bench.ts')], {
      env: {
        ...process.env,
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(sink.address() as AddressInfo).port}`,
        OTEL_METRICS_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
        // The bare copy is to be bare: Anthropic's client has spans of its own once an SDK is there.
        ANTHROPIC_OPEN_TELEMETRY: 'false',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    if (code !== 0) throw new Error(`overhead.bench.ts ended with exit code ${code}`);
    if (received === 0) throw new Error('no span arrived: what was measured was not observed');
    return JSON.parse(printed);
  } finally {
    sink.closeAllConnections();
    sink.close();
  }
}

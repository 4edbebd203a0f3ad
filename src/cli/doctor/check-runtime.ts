import { readFileSync } from 'node:fs';
import { here } from '../../here.ts';
import { fields, text } from '../../narrow.ts';
import { inRange } from '../../patch/range.ts';
import { type Facts, seenIn } from './facts.ts';
import type { Finding } from './finding.ts';

/** Is this a Node that taskmeter runs on? */
export function checkRuntime(facts: Facts): Finding[] {
  const node = seenIn(facts)?.node ?? process.versions.node;
  const range = supportedNode();
  const seen = `Node.js ${node}`;
  if (inRange(node, range)) return [{ check: 'runtime', status: 'ok', seen }];
  const todo = `taskmeter needs Node.js ${range.replace('>=', '')} or newer`;
  return [{ check: 'runtime', status: 'problem', seen, todo }];
}

function supportedNode(): string {
  const manifest = fields(JSON.parse(readFileSync(new URL('../package.json', here), 'utf8')));
  return text(fields(manifest['engines'])['node']) ?? '>=0';
}

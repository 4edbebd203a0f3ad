/** What pages say beside their commands, as far as it can be compared with something. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { parse } from 'yaml';
import { fields, list, text } from '../../src/narrow.ts';
import { repository } from '../support/built.ts';

const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

suite('every link in the documentation leads somewhere', () => {
  const exclude = ['**/node_modules/**', '**/dist/**'];
  for (const page of globSync(['*.md', '{collector,docs,examples,spec,test}/**/*.md'], { cwd: repository, exclude })) {
    test(page, () => {
      const broken = linksIn(read(page)).filter((link) => !leadsSomewhere(page, link));
      assert.deepEqual(broken, []);
    });
  }
});

test('the privacy page names every attribute there is', () => {
  const named = [...read('docs/privacy.md').matchAll(/`([a-z_]+\.[a-z_.*]+)`/g)].map(([, name = '']) => name);
  const isNamed = (attribute: string): boolean =>
    named.some((name) => (name.endsWith('*') ? attribute.startsWith(name.slice(0, -1)) : attribute === name));
  const attributes = list(fields(parse(read('spec/attributes.yaml')))['attributes']).map((row) =>
    text(fields(row)['name']),
  );
  assert.ok(attributes.length > 90);
  assert.deepEqual(
    attributes.filter((name) => name === undefined || !isNamed(name)),
    [],
  );
});

function linksIn(markdown: string): string[] {
  const prose = markdown.replaceAll(/^ *```[^]*?^ *```$/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^https?:/.test(link));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(repository, target))) return false;
  return anchor === undefined || headingsOf(read(target)).includes(anchor);
}

/** As GitHub makes anchors of headings. */
function headingsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

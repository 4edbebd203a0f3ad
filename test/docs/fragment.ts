/** Lines of a page that are part of a larger program: run in one that has what they need. */

/** Names of packages that a fragment imports. */
export function importsOf(text: string): string[] {
  const specifiers = [...text.matchAll(/(?:from|import|require\() ?'([^.'][^']*)'/g)].map(
    ([, specifier = '']) => specifier,
  );
  const names = specifiers
    .filter((specifier) => !specifier.startsWith('node:'))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return [...new Set(names)];
}

/**
 * The files to save and the command that runs them. A model is asked after the fragment has run, and what it exports as
 * `handler` is called.
 */
export function fragmentFiles(text: string, language: string): { files: Record<string, string>; command: string } {
  const bringsSdk = /new Node(?:SDK|TracerProvider)\(/.test(text);
  const program = `fragment.m${language}`;
  return {
    files: {
      'around.mjs': AROUND,
      [program]: text,
      'run.mjs': `const { handler } = await import('./${program}');\nawait handler?.({});\nawait answer();\n`,
    },
    command: `node ${bringsSdk ? '' : '--import taskmeter/register '}--import ./around.mjs run.mjs`,
  };
}

/** The rest of the reader's application. */
const AROUND = `
const ask = async () => {
  const { default: OpenAI } = await import('openai');
  await new OpenAI().chat.completions.create({ model: 'gpt-4.1-mini', messages: [{ role: 'user', content: 'a question' }] });
};
Object.assign(globalThis, {
  ticket: { text: 'a ticket' },
  agent: { run: async () => (await ask(), { resolved: true }) },
  answer: ask,
  summarise: ask,
  pool: { run: async (job) => Object.assign(globalThis, { job }) },
  page: 'a page',
  search: async () => ['a hit'],
  maps: { route: async () => ({ price_usd: 0.005 }) },
});
`;

import type { Usage } from '../../../src/call.ts';

/** What both engines are asked about a model, in the words of each. */
export interface Question {
  /** As differences.yaml calls it. */
  readonly name: string;
  readonly ours: Usage;
  readonly theirs: Readonly<Record<string, number>>;
}

/**
 * Questions about a model with prices for these units, and with tiers that begin at these lengths of the prompt. What neither engine
 * has a price for is not asked: they bill it like the unit above it, we say that it has no price.
 */
export function questionsFor(units: ReadonlySet<string>, tiers: ReadonlySet<number>): readonly Question[] {
  // Transcriptions and pages are billed by what their engine takes no counts of.
  if (!units.has('input')) return [];
  const lengths = [...new Set([...tiers].flatMap((tokens) => [tokens - 1, tokens]))].toSorted((a, b) => a - b);
  const all = [
    prompt('plain', 8000),
    ...lengths.map((tokens) => prompt(`${tokens} in`, tokens)),
    ...(units.has('cache_read') ? lengths.slice(-1).map(longAndCached) : []),
    ...byUnit.filter(({ needs }) => needs.some((unit) => units.has(unit))).map(({ question }) => question),
  ];
  return units.has('output') ? all : all.map(withoutOutput);
}

/** Embedding models answer in no tokens. */
function withoutOutput({ name, ours, theirs }: Question): Question {
  const given = Object.entries(theirs).filter(([key]) => key !== 'output_tokens');
  return { name, ours: { ...ours, outputTokens: undefined }, theirs: Object.fromEntries(given) };
}

function prompt(name: string, tokens: number): Question {
  return {
    name,
    ours: { inputTokens: tokens, outputTokens: 700 },
    theirs: { input_tokens: tokens, output_tokens: 700 },
  };
}

/** Long by what is cached alone. */
function longAndCached(tokens: number): Question {
  return {
    name: `${tokens} in, most of it cached`,
    ours: { inputTokens: tokens, cacheReadTokens: tokens - 1001, outputTokens: 700 },
    theirs: { input_tokens: tokens, cache_read_tokens: tokens - 1001, output_tokens: 700 },
  };
}

const byUnit: readonly { readonly needs: readonly string[]; readonly question: Question }[] = [
  {
    needs: ['cache_read'],
    question: {
      name: 'cached',
      ours: { inputTokens: 9000, cacheReadTokens: 4001, outputTokens: 700 },
      theirs: { input_tokens: 9000, cache_read_tokens: 4001, output_tokens: 700 },
    },
  },
  {
    needs: ['cache_write', 'cache_write_5m'],
    question: {
      name: 'written',
      ours: { inputTokens: 9000, cacheWriteTokens: 3001, outputTokens: 700 },
      theirs: { input_tokens: 9000, cache_write_tokens: 3001, output_tokens: 700 },
    },
  },
  {
    needs: ['cache_write_1h'],
    question: {
      name: 'written for an hour',
      ours: { inputTokens: 9000, cacheWriteTokens: 3001, cacheWrite1hTokens: 1001, outputTokens: 700 },
      theirs: { input_tokens: 9000, cache_write_tokens: 3001, cache_write_1h_tokens: 1001, output_tokens: 700 },
    },
  },
  {
    needs: ['input_audio'],
    question: {
      name: 'heard',
      ours: { inputTokens: 9000, inputAudioTokens: 3001, outputTokens: 700 },
      theirs: { input_tokens: 9000, input_audio_tokens: 3001, output_tokens: 700 },
    },
  },
  {
    needs: ['output_audio'],
    question: {
      name: 'spoken',
      ours: { inputTokens: 9000, outputTokens: 700, outputAudioTokens: 301 },
      theirs: { input_tokens: 9000, output_tokens: 700, output_audio_tokens: 301 },
    },
  },
  {
    needs: ['input_image'],
    question: {
      name: 'seen',
      ours: { inputTokens: 9000, inputImageTokens: 3001, outputTokens: 700 },
      theirs: { input_tokens: 9000, input_image_tokens: 3001, output_tokens: 700 },
    },
  },
  {
    needs: ['output_image'],
    question: {
      name: 'drawn',
      ours: { inputTokens: 9000, outputTokens: 1700, outputImageTokens: 1290 },
      theirs: { input_tokens: 9000, output_tokens: 1700, output_image_tokens: 1290 },
    },
  },
  {
    needs: ['reasoning'],
    question: {
      name: 'thought',
      ours: { inputTokens: 9000, outputTokens: 1700, reasoningTokens: 901 },
      theirs: { input_tokens: 9000, output_tokens: 1700, output_reasoning_tokens: 901 },
    },
  },
  {
    needs: ['web_search'],
    question: {
      name: 'searched',
      ours: { inputTokens: 8000, outputTokens: 700, tools: { web_search: 3 } },
      theirs: { input_tokens: 8000, output_tokens: 700, web_searches: 3 },
    },
  },
];

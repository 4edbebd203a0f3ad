import { openai } from './clients.ts';
import { quote } from './tickets.ts';
import type { Ticket } from './tickets.ts';

interface SolvedCase {
  readonly question: string;
  readonly solution: string;
}

const cases: readonly SolvedCase[] = [
  {
    question: 'Where is my parcel? The tracking page has not moved.',
    solution:
      'Solved before: we looked the parcel up, named the last scan and promised an answer from the carrier on Monday.',
  },
  {
    question: 'The glass of my new lamp is cracked or broken.',
    solution:
      'Solved before: we asked for two pictures, sent new glass by letter post and asked the customer for some patience.',
  },
  {
    question: 'The bulbs failed or the lamp flickers on a dimmer.',
    solution:
      'Solved before: we asked which dimmer is installed and sent new bulbs by letter post without asking for a return.',
  },
  {
    question: 'Which bulb do I need? I would like warm light.',
    solution:
      'Solved before: we named the socket, the highest power and the warm colour that fits the series of the lamp.',
  },
  {
    question: 'How can I download invoices or add a tax number?',
    solution:
      'Solved before: we named the account page, the ten years and the end of the month for changes to invoices.',
  },
];

/** What helped the customer whose question was most like this one. */
export async function mostSimilarSolution(ticket: Ticket): Promise<string> {
  const { data } = await openai.embeddings.create({
    model: 'text-embedding-3-small',
    input: [quote(ticket), ...cases.map((solved) => solved.question)],
  });
  const [asked, ...known] = data.map((item) => item.embedding);
  const scores = known.map((vector) => dot(asked ?? [], vector));
  return cases[scores.indexOf(Math.max(...scores))]?.solution ?? '';
}

/** Embeddings have length one, so the dot product is their cosine. */
function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

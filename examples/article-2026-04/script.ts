/** What the model says to the article's task, and what it says it used: together the article's 8,000 tokens in and 700 out. */
import type { Prompt, Reply, Script } from '../support-agent/provider/prompt.ts';

/** The article gives the sums; how they lie on four steps is ours. The context grows with each step, as it does. */
const replies = {
  sort: { text: 'refund', usage: { input: 900, output: 60 } },
  'look up': { toolCalls: [callOf('lookup_order')], usage: { input: 1900, output: 120 } },
  'check rules': { toolCalls: [callOf('refund_policy')], usage: { input: 2400, output: 140 } },
  answer: {
    text: 'Your refund is approved and arrives within five working days.',
    usage: { input: 2800, output: 380 },
  },
} as const satisfies Readonly<Record<string, Reply>>;

export const articleScript: Script = {
  stepOf,
  // The one retry: refused, asked again, and not billed.
  refusals: { 'check rules': [429] },
  replyTo: (prompt) => replies[stepOf(prompt)],
};

function stepOf({ tokens, toolResults }: Prompt): keyof typeof replies {
  if (!tokens.includes('<tool lookup_order>')) return 'sort';
  return toolResults === 0 ? 'look up' : toolResults === 1 ? 'check rules' : 'answer';
}

function callOf(name: string): { name: string; arguments: string } {
  return { name, arguments: '{"order_id":"A-2001"}' };
}

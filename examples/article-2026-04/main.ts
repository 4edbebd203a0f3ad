/**
 * The article's worked example as a program: one task of 4 steps, 2 tool calls and 1 retry, every step by gpt-4.1. Started
 * by `node --import taskmeter/register examples/article-2026-04/main.ts`; `npm run article` does it with both price lists.
 */
import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions';
import { task } from 'taskmeter';
import { openai } from '../support-agent/clients.ts';
import { lookupOrder, refundPolicy } from '../support-agent/orders.ts';

const model = 'gpt-4.1';
const message = 'I sent back the desk lamp from order A-2001 last week. When do I get my money?';

const parameters = { type: 'object', properties: { order_id: { type: 'string' } }, required: ['order_id'] };
const tools: ChatCompletionTool[] = [
  { type: 'function', function: { name: 'lookup_order', description: 'State and goods of an order.', parameters } },
  { type: 'function', function: { name: 'refund_policy', description: 'Whether they may be refunded.', parameters } },
];

await task({ type: 'article.example' }, async (t) => {
  const answer = await work(await sort());
  t.outcome(answer.includes('approved') ? 'success' : 'failure');
});

/** The first step. */
async function sort(): Promise<string> {
  const messages: ChatCompletionMessageParam[] = [
    { role: 'system', content: 'Sort the message in one word: delivery, damage or refund.' },
    { role: 'user', content: message },
  ];
  const { choices } = await openai.chat.completions.create({ model, messages });
  return choices[0]?.message.content ?? '';
}

/** The other steps: two that ask the shop's systems, one that answers. */
async function work(kind: string): Promise<string> {
  const messages: ChatCompletionMessageParam[] = [
    { role: 'system', content: `You answer messages of the kind ${kind}. Look before you promise.` },
    { role: 'user', content: message },
  ];
  for (let turn = 0; turn < 5; turn += 1) {
    const { choices } = await openai.chat.completions.create({ model, messages, tools });
    const said = choices[0]?.message;
    if (said?.tool_calls === undefined) return said?.content ?? '';
    messages.push(said);
    for (const call of said.tool_calls) {
      if (call.type !== 'function') continue;
      const { order_id }: { order_id: string } = JSON.parse(call.function.arguments);
      const content = call.function.name === 'lookup_order' ? lookupOrder(order_id) : refundPolicy(order_id);
      messages.push({ role: 'tool', tool_call_id: call.id, content });
    }
  }
  throw new Error('the model came to no answer');
}

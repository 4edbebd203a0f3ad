import { readFile } from 'node:fs/promises';
import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions';
import { task } from 'taskmeter';
import { openai } from './clients.ts';
import { isReturnable, lookupOrder, refundPolicy } from './orders.ts';
import { quote } from './tickets.ts';
import type { Ticket } from './tickets.ts';

export type RefundOutcome = 'success' | 'escalation' | 'failure';

interface Decision {
  readonly approve: boolean;
  readonly order_id: string;
  readonly euros: number;
  readonly reason: string;
}

const handbook = await readFile(new URL('handbook.md', import.meta.url), 'utf8');

/** Above this a colleague approves; the handbook says so. */
const limitEuros = 200;

/** Decides one refund and writes to the customer. */
export function handleRefund(ticket: Ticket): Promise<RefundOutcome> {
  return task({ type: 'support.refund', attributes: { 'support.ticket.id': ticket.id } }, async (t) => {
    const outcome = await refund(ticket);
    t.outcome(outcome);
    return outcome;
  });
}

async function refund(ticket: Ticket): Promise<RefundOutcome> {
  const decision = await decide(ticket);
  if (decision.approve && decision.euros > limitEuros) return 'escalation';
  // Money leaves the house only by our own rules: a model that approves against them has failed the task.
  if (decision.approve && !isReturnable(decision.order_id)) return 'failure';
  const letter = await writeLetter(ticket, decision);
  return letter === '' ? 'failure' : 'success';
}

const parameters = {
  type: 'object',
  properties: { order_id: { type: 'string' } },
  required: ['order_id'],
  additionalProperties: false,
};

const tools: ChatCompletionTool[] = [
  { type: 'function', function: { name: 'lookup_order', description: 'State and goods of an order.', parameters } },
  {
    type: 'function',
    function: { name: 'refund_policy', description: 'Whether its goods may be refunded.', parameters },
  },
];

async function decide(ticket: Ticket): Promise<Decision> {
  const messages: ChatCompletionMessageParam[] = [
    { role: 'system', content: handbook },
    { role: 'user', content: `${quote(ticket)} Decide the refund and answer in JSON.` },
  ];
  for (let turn = 0; turn < 5; turn += 1) {
    const completion = await openai.chat.completions.create({ model: 'gpt-4.1', temperature: 0, messages, tools });
    const message = completion.choices[0]?.message;
    if (message === undefined) break;
    if (message.tool_calls === undefined) return JSON.parse(message.content ?? '');
    messages.push(message);
    for (const call of message.tool_calls) {
      if (call.type !== 'function') continue;
      const { order_id }: { order_id: string } = JSON.parse(call.function.arguments);
      const content = call.function.name === 'lookup_order' ? lookupOrder(order_id) : refundPolicy(order_id);
      messages.push({ role: 'tool', tool_call_id: call.id, content });
    }
  }
  throw new Error(`the model came to no decision on ${ticket.id}`);
}

async function writeLetter(ticket: Ticket, decision: Decision): Promise<string> {
  const stream = await openai.chat.completions.create({
    model: 'gpt-4.1-mini',
    stream: true,
    messages: [
      {
        role: 'system',
        content: 'You write for Harbor Lamps. Tell the customer what was decided, why, and what happens next.',
      },
      { role: 'user', content: `${quote(ticket)} Decision: ${decision.reason}` },
    ],
  });
  let letter = '';
  for await (const chunk of stream) letter += chunk.choices[0]?.delta.content ?? '';
  return letter;
}

import { readFile } from 'node:fs/promises';
import { APIError } from '@anthropic-ai/sdk';
import type { FunctionTool, ResponseInputItem } from 'openai/resources/responses/responses';
import { task } from 'taskmeter';
import { anthropic, openai } from './clients.ts';
import { lookupOrder, trackParcel } from './orders.ts';
import { mostSimilarSolution } from './solved-cases.ts';
import { quote } from './tickets.ts';
import type { Ticket } from './tickets.ts';

export type SupportOutcome = 'success' | 'escalation' | 'failure';

const handbook = await readFile(new URL('handbook.md', import.meta.url), 'utf8');

/** Answers one ticket: classify, look for a similar case, plan with the shop's systems at hand, write the answer. */
export function answerTicket(ticket: Ticket): Promise<SupportOutcome> {
  return task({ type: 'support.ticket', attributes: { 'support.ticket.id': ticket.id } }, async (t) => {
    const outcome = await answer(ticket);
    t.outcome(outcome);
    return outcome;
  });
}

async function answer(ticket: Ticket): Promise<SupportOutcome> {
  const category = await classify(ticket);
  const similar = await mostSimilarSolution(ticket);
  const plan = await planAnswer(ticket, category, similar);
  if (plan.startsWith('Action: hand over')) return 'escalation';
  try {
    const letter = await writeAnswer(ticket, plan);
    return namesTheDay(letter) ? 'success' : 'failure';
  } catch (error) {
    // The retries of the client are used up: the customer is not left waiting, a colleague writes.
    if (error instanceof APIError) return 'escalation';
    throw error;
  }
}

async function classify(ticket: Ticket): Promise<string> {
  const completion = await openai.chat.completions.create({
    model: 'gpt-4.1-nano',
    temperature: 0,
    messages: [
      {
        role: 'system',
        content: 'Sort the ticket into delivery, damage or question. Judge its urgency and name its language.',
      },
      { role: 'user', content: quote(ticket) },
    ],
    response_format: { type: 'json_schema', json_schema: { name: 'class', strict: true, schema: classSchema } },
  });
  const parsed: { category: string } = JSON.parse(completion.choices[0]?.message.content ?? '{}');
  return parsed.category;
}

const classSchema = {
  type: 'object',
  properties: {
    category: { enum: ['delivery', 'damage', 'question'] },
    urgency: { enum: ['low', 'normal', 'high'] },
    language: { type: 'string' },
  },
  required: ['category', 'urgency', 'language'],
  additionalProperties: false,
};

const orderParameters = {
  type: 'object',
  properties: { order_id: { type: 'string' } },
  required: ['order_id'],
  additionalProperties: false,
};

const tools: FunctionTool[] = [
  {
    type: 'function',
    name: 'lookup_order',
    description: 'State and goods of an order.',
    parameters: orderParameters,
    strict: true,
  },
  {
    type: 'function',
    name: 'track_parcel',
    description: 'Last scan of a parcel.',
    parameters: orderParameters,
    strict: true,
  },
];

/** Lets the model ask the shop's systems until it knows what to do. Every turn sends the whole conversation again. */
async function planAnswer(ticket: Ticket, category: string, similar: string): Promise<string> {
  const conversation: ResponseInputItem[] = [
    { role: 'user', content: `${quote(ticket)} Category: ${category}. ${similar}` },
  ];
  for (let turn = 0; turn < 5; turn += 1) {
    const response = await openai.responses.create({
      model: 'gpt-4.1-mini',
      instructions: handbook,
      tools,
      store: false,
      input: conversation,
    });
    const calls = response.output.filter((item) => item.type === 'function_call');
    if (calls.length === 0) return response.output_text;
    for (const call of calls) {
      const { order_id }: { order_id: string } = JSON.parse(call.arguments);
      const output = call.name === 'lookup_order' ? lookupOrder(order_id) : trackParcel(order_id);
      conversation.push(call, { type: 'function_call_output', call_id: call.call_id, output });
    }
  }
  return 'Action: hand over. The plan did not come to an end.';
}

async function writeAnswer(ticket: Ticket, plan: string): Promise<string> {
  const stream = await anthropic.messages.create({
    model: 'claude-sonnet-4-6',
    max_tokens: 500,
    stream: true,
    system: [{ type: 'text', text: handbook, cache_control: { type: 'ephemeral' } }],
    messages: [{ role: 'user', content: `${quote(ticket)} Write the answer to the customer by this plan. ${plan}` }],
  });
  let letter = '';
  for await (const event of stream) {
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') letter += event.delta.text;
  }
  return letter;
}

/** The handbook's last rule: every answer ends with the next step and the day. */
function namesTheDay(letter: string): boolean {
  return /(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day/.test(letter);
}

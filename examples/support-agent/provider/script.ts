/** What the models say, ticket by ticket and turn by turn, and when the providers are out of breath. */
import { ticketOf } from './prompt.ts';
import type { Prompt, Reply, Script } from './prompt.ts';

/** The steps of the agent, told from the API and the model. */
type Step = 'classify' | 'embed' | 'plan' | 'answer' | 'decide' | 'letter';

function stepOf({ api, model }: Prompt): Step {
  if (api === 'embeddings') return 'embed';
  if (api === 'responses') return 'plan';
  if (api === 'messages') return 'answer';
  if (model === 'gpt-4.1-nano') return 'classify';
  return model === 'gpt-4.1' ? 'decide' : 'letter';
}

/** Of the support agent. */
export const supportScript: Script = {
  stepOf: (prompt) => `${ticketOf(prompt)} ${stepOf(prompt)}`,
  refusals: {
    'T-1003 classify': [429],
    'T-1008 plan': [429, 429],
    'T-1011 answer': [529],
    // One more than the client's retries can bear: the agent gives up and hands over.
    'T-1012 answer': [529, 529, 529],
    'T-2002 decide': [429],
  },
  replyTo: (prompt) => replies[stepOf(prompt)](ticketOf(prompt), prompt.toolResults),
};

/** By the ticket, and by how many results of tools the model has seen. */
const replies: Readonly<Record<Step, (ticket: string, toolResults: number) => Reply>> = {
  embed: () => ({}),
  classify: (ticket) => ({ text: `{"category": "${categoryOf(ticket)}", "urgency": "normal", "language": "en"}` }),
  plan: planFor,
  answer: (ticket) => ({ text: ticket === 'T-1006' ? answerWithoutDay : answers[categoryOf(ticket)] }),
  decide: (ticket, toolResults) =>
    toolResults === 0
      ? { toolCalls: [orderCall('lookup_order', ticket), orderCall('refund_policy', ticket)] }
      : { text: JSON.stringify({ ...decisionOn(ticket), order_id: orderOf(ticket) }) },
  letter: (ticket) => ({ text: decisionOn(ticket).approve ? approval : refusal }),
};

type Category = 'delivery' | 'damage' | 'question';

const categories: Readonly<Record<string, Category>> = {
  'T-1001': 'delivery',
  'T-1002': 'damage',
  'T-1003': 'question',
  'T-1004': 'damage',
  'T-1005': 'delivery',
  'T-1006': 'question',
  'T-1007': 'damage',
  'T-1008': 'delivery',
  'T-1009': 'delivery',
  'T-1010': 'question',
  'T-1011': 'damage',
  'T-1012': 'delivery',
  'T-1013': 'question',
};

function categoryOf(ticket: string): Category {
  const category = categories[ticket];
  if (category === undefined) throw new Error(`the script knows no ticket ${ticket}`);
  return category;
}

/** T-1001 is about order A-1001, except for T-1009, whose order does not exist. */
function orderOf(ticket: string): string {
  return ticket === 'T-1009' ? 'A-9999' : ticket.replace('T-', 'A-');
}

/** A question needs no tool, damage one look at the order, a late delivery a look at the parcel as well. */
function planFor(ticket: string, toolResults: number): Reply {
  const category = categoryOf(ticket);
  if (category !== 'question' && toolResults === 0) return { toolCalls: [orderCall('lookup_order', ticket)] };
  if (handedOver.has(ticket)) return { text: handOver };
  if (category === 'delivery' && toolResults === 1) return { toolCalls: [orderCall('track_parcel', ticket)] };
  return { text: plans[category] };
}

const handedOver: ReadonlySet<string> = new Set(['T-1004', 'T-1009']);

function orderCall(name: string, ticket: string): { name: string; arguments: string } {
  return { name, arguments: JSON.stringify({ order_id: orderOf(ticket) }) };
}

const handOver =
  'Action: hand over. A colleague has to decide this one. Summary: the customer wrote once, the order was looked up, nothing was promised so far.';

const plans: Readonly<Record<Category, string>> = {
  delivery:
    'Action: answer. Name the last scan, its place and its day. Say that we ask the carrier if nothing moves by Monday, and that the customer hears from us on that day either way.',
  damage:
    'Action: answer. Apologise once. Ask for one picture of the damage and one of the box. Send the replacement by letter post; nothing has to come back.',
  question:
    'Action: answer. Give the facts from the handbook, name the page to look at, and offer help with the choice.',
};

const answers: Readonly<Record<Category, string>> = {
  delivery:
    'Thank you for your message, and sorry that your lamp is late. The carrier last scanned your parcel in Leipzig on Thursday evening. It has not been lost: parcels often rest there over the weekend. If there is no new scan by Monday, we open an inquiry with the carrier the same day and send you a new lamp as soon as they confirm. You will hear from us on Monday in any case. Harbor Lamps support',
  damage:
    'Sorry that your lamp is not as it should be. Please send us one picture of the damage and one of the box it came in. We put the replacement in the post on the day your pictures arrive, and you can keep or recycle the broken part. If you write today, it will be with you by Thursday. Harbor Lamps support',
  question:
    'Good question. The page of your product names the socket, the highest power and the colours we sell for it; for your lamp the warm bulb with 2700 kelvin is the right one. If you are unsure, answer this mail with a picture of the lamp and we choose for you by Tuesday. Harbor Lamps support',
};

/** Breaks the handbook's last rule, which the agent checks. */
const answerWithoutDay =
  'Good question. The lamp is made for rain, not for ponds: keep it two metres away from the water and it will last for years. Harbor Lamps support';

interface Decision {
  readonly approve: boolean;
  readonly euros: number;
  readonly reason: string;
}

const decisions: Readonly<Record<string, Decision>> = {
  'T-2001': { approve: true, euros: 89, reason: 'returned complete within thirty days' },
  'T-2002': { approve: false, euros: 0, reason: 'bulbs can not be returned' },
  'T-2003': { approve: true, euros: 596, reason: 'returned complete, above the limit' },
  'T-2004': { approve: true, euros: 10, reason: 'price fell within fourteen days' },
  // Against the policy that the tool has just told it.
  'T-2005': { approve: true, euros: 19, reason: 'the customer asked very kindly' },
  'T-2006': { approve: true, euros: 89, reason: 'charged twice, one goes back' },
  'T-2007': { approve: true, euros: 89, reason: 'works well, within thirty days' },
};

function decisionOn(ticket: string): Decision {
  const decision = decisions[ticket];
  if (decision === undefined) throw new Error(`the script knows no decision on ${ticket}`);
  return decision;
}

const approval =
  'Thank you for writing to us. Your refund is approved. The money goes to the account you paid from and arrives within five working days, at the latest by Friday. There is nothing left to do for you. Harbor Lamps support';

const refusal =
  'Thank you for writing to us. Bulbs are among the few goods that we can not take back once the pack is open, unless they are faulty. If one of them fails within six months we replace it by letter post. Harbor Lamps support';

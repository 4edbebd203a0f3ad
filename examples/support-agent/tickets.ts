/** One message from a customer, as the help desk hands it over. */
export interface Ticket {
  /** `T-1001`. */
  readonly id: string;
  readonly queue: 'support' | 'refunds';
  readonly text: string;
}

/** What the models get to read of a ticket. */
export function quote(ticket: Ticket): string {
  return `Ticket ${ticket.id}: ${ticket.text}`;
}

/** Tonight's queue, in the order of arrival. */
export const tickets: readonly Ticket[] = [
  support(
    'T-1001',
    'My parcel for order A-1001 should have been here on Friday. The tracking page has not moved for days. Where is it?',
  ),
  refund(
    'T-2001',
    'I sent back the desk lamp from order A-2001 last week because it is too tall. When do I get my money?',
  ),
  support(
    'T-1002',
    'The glass of the floor lamp in order A-1002 is cracked. The box looks fine from outside. Can you send me a new glass?',
  ),
  support('T-1003', 'Which bulb do I need for a Pier desk lamp? I would like warm light, and it must not get hot.'),
  refund(
    'T-2002',
    'Please refund the bulbs from order A-2002. I opened the pack but they do not fit my lamp. I have had them for two weeks.',
  ),
  support(
    'T-1004',
    'The wall lamp from order A-1004 smells burnt after an hour and has tripped the fuse twice. Is that normal?',
  ),
  support(
    'T-1005',
    'Order A-1005 says shipped since Monday but nothing has arrived. I need the lamp for a birthday on Sunday. Please check.',
  ),
  refund(
    'T-2003',
    'All four Mole lamps from order A-2003 go back, we are moving abroad. The parcel is on its way to you. Please refund everything.',
  ),
  support(
    'T-1006',
    'Can I use the Breakwater lamp beside a small pond? The page says IP65 but I am not sure what that allows.',
  ),
  support(
    'T-1007',
    'Two of the six bulbs in order A-1007 failed within a month. I do not want to return anything for that. What now?',
  ),
  refund(
    'T-2004',
    'The price of the lamp in order A-2004 fell by ten euros three days after I bought it. Can I get the difference back?',
  ),
  support(
    'T-1008',
    'I ordered express but order A-1008 is still not here after three days. Please tell me where the parcel is now.',
  ),
  support(
    'T-1009',
    'My order A-9999 was promised for yesterday. I bought it as a present and the shop told me to write to you.',
  ),
  refund(
    'T-2005',
    'I want my money back for the cable from order A-2005. I cut it to length but then chose another lamp instead.',
  ),
  support(
    'T-1010',
    'Do your lamps work in the United Kingdom? I move to Leeds next month and would like to take two with me.',
  ),
  support(
    'T-1011',
    'The desk lamp from order A-1011 flickers since yesterday. It hangs on a dimmer in the living room. Please replace it.',
  ),
  refund(
    'T-2006',
    'Order A-2006 was charged twice on my card. The bank says both payments went through. Please send one of them back to me.',
  ),
  support(
    'T-1012',
    'The tracking of order A-1012 says delivered on Tuesday, but neither I nor my neighbours have seen a parcel. What can we do?',
  ),
  support(
    'T-1013',
    'How long can I download my invoices, and can you still add our tax number to the one from last month?',
  ),
  refund(
    'T-2007',
    'Please refund the lamp from order A-2007. It arrived in time and works well, but my partner had already bought the same one.',
  ),
];

function support(id: string, text: string): Ticket {
  return { id, queue: 'support', text };
}

function refund(id: string, text: string): Ticket {
  return { id, queue: 'refunds', text };
}

/**
 * Works through the queue, one ticket after the other. Plain application code: what makes it measured is the one line
 * that starts it, `node --import taskmeter/register examples/support-agent/main.ts`, and the `task()` around each ticket.
 */
import { handleRefund } from './refund.ts';
import { answerTicket } from './support-ticket.ts';
import { tickets } from './tickets.ts';

for (const ticket of tickets) {
  const outcome = await (ticket.queue === 'refunds' ? handleRefund(ticket) : answerTicket(ticket));
  console.log(`${ticket.id}  ${outcome}`);
}

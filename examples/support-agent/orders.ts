/** The shop's own systems: what the agent's tools ask. They answer in one line of text, as models read it best. */

interface Order {
  readonly state: 'shipped' | 'delivered' | 'returned';
  readonly goods: string;
  readonly euros: number;
  readonly carrier: string;
}

const orders: Readonly<Record<string, Order>> = {
  'A-1001': { state: 'shipped', goods: 'Pier desk lamp', euros: 89, carrier: 'DHL' },
  'A-1002': { state: 'delivered', goods: 'Mole floor lamp', euros: 149, carrier: 'DHL' },
  'A-1004': { state: 'delivered', goods: 'Quay wall lamp', euros: 119, carrier: 'GLS' },
  'A-1005': { state: 'shipped', goods: 'Pier desk lamp', euros: 89, carrier: 'GLS' },
  'A-1007': { state: 'delivered', goods: 'warm bulbs pack', euros: 29, carrier: 'DHL' },
  'A-1008': { state: 'shipped', goods: 'Mole floor lamp', euros: 149, carrier: 'DHL' },
  'A-1011': { state: 'delivered', goods: 'Pier desk lamp', euros: 89, carrier: 'GLS' },
  'A-1012': { state: 'delivered', goods: 'Quay wall lamp', euros: 119, carrier: 'DHL' },
  'A-2001': { state: 'returned', goods: 'Pier desk lamp', euros: 89, carrier: 'DHL' },
  'A-2002': { state: 'delivered', goods: 'cold bulbs pack', euros: 29, carrier: 'GLS' },
  'A-2003': { state: 'returned', goods: 'Mole floor lamps', euros: 596, carrier: 'DHL' },
  'A-2004': { state: 'delivered', goods: 'Quay wall lamp', euros: 109, carrier: 'GLS' },
  'A-2005': { state: 'delivered', goods: 'cut textile cable', euros: 19, carrier: 'DHL' },
  'A-2006': { state: 'delivered', goods: 'Pier desk lamp', euros: 89, carrier: 'DHL' },
  'A-2007': { state: 'delivered', goods: 'Pier desk lamp', euros: 89, carrier: 'GLS' },
};

/** Goods that the handbook does not take back, by the words of the order. */
const notReturnable = /bulbs|cut/;

/** `A-1001 is shipped: one Pier desk lamp at 89 euros, sent by DHL`, or that there is no such order. */
export function lookupOrder(id: string): string {
  const order = orders[id];
  if (order === undefined) return `${id} is not an order of this shop: no entry under this number was found`;
  return `${id} is ${order.state}: one ${order.goods} at ${order.euros} euros, sent by ${order.carrier}`;
}

/** The last scan of the parcel. */
export function trackParcel(id: string): string {
  const carrier = orders[id]?.carrier ?? 'unknown';
  return `${carrier} scanned the parcel of ${id} in Leipzig on Thursday evening, next scan expected on Monday`;
}

/** Whether the goods of an order may be refunded, by the handbook. */
export function refundPolicy(id: string): string {
  return isReturnable(id)
    ? `${id} holds goods that may be returned and refunded within thirty days of delivery`
    : `${id} holds goods that are not returned or refunded unless they are faulty`;
}

/** The rule behind `refundPolicy`, for the check of what the model decided. */
export function isReturnable(id: string): boolean {
  const order = orders[id];
  return order !== undefined && !notReturnable.test(order.goods);
}

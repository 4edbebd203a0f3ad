import { statSync } from 'node:fs';
import { given } from '../../env.ts';
import { embeddedCatalogue, openCatalogue, priceFiles } from '../../price/embedded.ts';
import { IDLE_DISCOUNT_TODO, idleDiscounts, idleDiscountText } from '../../price/idle-discount.ts';
import type { Facts } from './facts.ts';
import type { Finding } from './finding.ts';

const DAY_MS = 86_400_000;
/** Providers change prices several times a year. */
const OLD_DAYS = 120;

/** Which prices are used, and how old are they? `now` in epoch milliseconds. */
export function checkPrices({ env }: Facts, now: number): Finding[] {
  const named = given(env, 'TASKMETER_PRICES');
  const files = priceFiles(named).map((path) => checkFile(path, now));
  const areRead = files.every(({ status }) => status !== 'problem');
  return [checkCatalogue(now), ...files, ...(areRead ? checkDiscounts(named) : [])];
}

function checkCatalogue(now: number): Finding {
  const { version, layers } = embeddedCatalogue();
  const rows = layers.flatMap((layer) => layer.rows);
  const newest = Math.max(...rows.map(({ from }) => from).filter((from) => Number.isFinite(from) && from <= now));
  const seen = `catalogue ${version}: ${rows.length} rows, the newest of ${day(newest)}`;
  const isOld = now - newest > OLD_DAYS * DAY_MS;
  return {
    check: 'prices',
    status: isOld ? 'warning' : 'ok',
    seen,
    todo: isOld ? 'update taskmeter, or name a price file in TASKMETER_PRICES' : undefined,
  };
}

const subject = 'TASKMETER_PRICES';

function checkFile(path: string, now: number): Finding {
  try {
    const [own] = openCatalogue(path).layers;
    const days = Math.floor((now - statSync(path).mtimeMs) / DAY_MS);
    const age = days < 1 ? 'changed today' : `changed ${days} ${days === 1 ? 'day' : 'days'} ago`;
    return { check: 'prices', status: 'ok', subject, seen: `${path}: ${own?.rows.length ?? 0} rows, ${age}` };
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error);
    const todo = 'correct it: with it the program stops at its start';
    return { check: 'prices', status: 'problem', subject, seen, todo };
  }
}

/** A discount that lowers nothing is most often meant for something else. */
function checkDiscounts(named: string | undefined): Finding[] {
  return idleDiscounts(openCatalogue(named)).map((discount) => ({
    check: 'prices',
    status: 'warning',
    subject,
    seen: idleDiscountText(discount),
    todo: IDLE_DISCOUNT_TODO,
  }));
}

function day(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

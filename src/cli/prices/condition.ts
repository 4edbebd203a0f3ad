import { grouped } from '../../report/columns.ts';
import type { When, Window } from '../../price/when.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** The conditions of a variant in words: `tier batch or flex, from 272,001 tokens in`. */
export function conditionText({ serviceTier, speed, region, minInput, windows }: When): string {
  return [
    ...(serviceTier === undefined ? [] : [`tier ${either(serviceTier)}`]),
    ...(speed === undefined ? [] : [`speed ${either(speed)}`]),
    ...(region === undefined ? [] : [`region ${region.except ? 'other than ' : ''}${either(region.names)}`]),
    ...(minInput === undefined ? [] : [`from ${grouped(minInput)} tokens in`]),
    ...(windows === undefined ? [] : [either(windows.map(windowText))]),
  ].join(', ');
}

function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function windowText({ from, to, weekdays, exceptDays }: Window): string {
  const days = weekdays === undefined ? '' : ` ${daysText(weekdays)}`;
  return `${clock(from)}–${clock(to)} UTC${days}${exceptDays.length === 0 ? '' : ` but ${exceptDays.length} days`}`;
}

/** `Mon–Fri`, `Sat Sun`. */
function daysText(weekdays: readonly number[]): string {
  const [first = 0, ...more] = weekdays;
  const isRange = more.length > 1 && more.every((day, index) => day === first + index + 1);
  return isRange
    ? `${WEEKDAYS[first]}–${WEEKDAYS[first + more.length]}`
    : weekdays.map((day) => WEEKDAYS[day]).join(' ');
}

function clock(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0'));
  return `${hours}:${minutes}`;
}

import { fields, isObject, text } from '../narrow.ts';
import { isFunction } from './replace.ts';

/** A header's value, from whatever carries headers: `Headers` of any fetch, or a plain object. */
export function header(headers: unknown, name: string): string | undefined {
  if (!isObject(headers)) return undefined;
  const get: unknown = Reflect.get(headers, 'get');
  if (isFunction(get)) return text(get.call(headers, name));
  const key = Object.keys(headers).find((own) => own.toLowerCase() === name);
  return key === undefined ? undefined : text(fields(headers)[key]);
}

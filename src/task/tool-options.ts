import type { Attributes } from '@opentelemetry/api';
import { parseUsd } from '../price/money.ts';
import { wrong } from './mistake.ts';
import { ID_EXPECTED, isId } from './names.ts';

export interface ToolOptions {
  /** The tool as the model knows it: `web_lookup`. Price files name it, and it is a label of metrics, so never an id. */
  readonly name: string;
  /** What one call costs in USD, where that is known beforehand: `'0.01'`. */
  readonly usd?: string | number | undefined;
  /** The model's id of the tool call. */
  readonly callId?: string | undefined;
  /** Further attributes of the span. */
  readonly attributes?: Attributes | undefined;
}

/**
 * Checks what `tool()` was given.
 *
 * @throws {TypeError} that names the argument, what is expected, and what was got.
 */
export function checkTool(options: unknown, fn: unknown): void {
  if (typeof options !== 'object' || options === null) {
    throw wrong('tool(options, fn)', "an object like {name: 'web_lookup'}", options);
  }
  const { name, usd, callId } = options as { readonly [K in keyof ToolOptions]?: unknown };
  if (!isId(name)) throw wrong('tool({name})', ID_EXPECTED, name);
  if (usd !== undefined && usdOf(usd) === undefined) {
    throw wrong('tool({usd})', 'a cost in USD of 0 or more, like "0.01"', usd);
  }
  if (callId !== undefined && typeof callId !== 'string') throw wrong('tool({callId})', 'a string', callId);
  if (typeof fn !== 'function') throw wrong('tool(options, fn)', 'a function', fn);
}

/** A cost as an application has it, a decimal string or a number as JSON has it; `undefined` for what is none. */
export function usdOf(said: unknown): bigint | undefined {
  if (typeof said !== 'string' && typeof said !== 'number') return undefined;
  const atto = parseUsd(String(said));
  return atto !== undefined && atto >= 0n ? atto : undefined;
}

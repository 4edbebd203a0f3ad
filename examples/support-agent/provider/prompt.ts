/**
 * What the scripted provider knows of a request, whatever API it came by, and how it counts tokens.
 *
 * A token here is a word: `wc -w` recounts a text, and so the bill of a whole run can be checked by hand. What is not
 * text costs a fixed number. Real tokenizers differ in the numbers, not in how they add up.
 */
export interface Prompt {
  readonly api: 'chat' | 'responses' | 'embeddings' | 'messages';
  readonly model: string;
  /** Everything the model reads, in order. */
  readonly tokens: readonly string[];
  /** How many of the first tokens the request asks to cache; where caching is on request. */
  readonly cacheable?: number;
  /** Results of tools in the conversation so far: tells the turn. */
  readonly toolResults: number;
}

/** What the model says: a text, or calls of the application's tools. */
export interface Reply {
  readonly text?: string;
  readonly toolCalls?: readonly ToolCall[];
  /** The usage of this exchange where the script says it; else it is counted. */
  readonly usage?: { readonly input: number; readonly output: number };
}

export interface ToolCall {
  readonly name: string;
  readonly arguments: string;
}

/** A play for the provider: what the models say, and when they are out of breath. */
export interface Script {
  /** Names what a prompt is for: attempts at the same are counted together. */
  stepOf(prompt: Prompt): string;
  /** Statuses the first attempts at a step are refused with, before one is answered. */
  readonly refusals: Readonly<Record<string, readonly number[]>>;
  /** Throws for a prompt that is not in the script. */
  replyTo(prompt: Prompt): Reply;
}

/** Each message costs this beside its words. */
export const messageTokens = 4;
/** The definition of one tool in a request. */
export const toolDefinitionTokens = 50;
/** One call of a tool: as output when the model makes it, as input when the conversation is sent again. */
export const toolCallTokens = 20;

export function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

export function messageOf(role: string, text: string): string[] {
  return [...repeat(`<${role}>`, messageTokens), ...words(text)];
}

export function toolDefinitionOf(name: string): string[] {
  return repeat(`<tool ${name}>`, toolDefinitionTokens);
}

export function toolCallOf(name: string): string[] {
  return repeat(`<call ${name}>`, toolCallTokens);
}

/** The ticket a prompt is about: the script is kept by tickets. Throws when it names none. */
export function ticketOf(prompt: Prompt): string {
  const at = prompt.tokens.indexOf('Ticket');
  const id = prompt.tokens[at + 1];
  if (at === -1 || id === undefined) throw new Error('the scripted provider answers only prompts that name a ticket');
  return id.replace(':', '');
}

export function outputTokens(reply: Reply): number {
  return words(reply.text ?? '').length + (reply.toolCalls ?? []).length * toolCallTokens;
}

function repeat(token: string, times: number): string[] {
  return Array.from({ length: times }, () => token);
}

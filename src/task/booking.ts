import type { LlmCall } from '../call.ts';
import { meterCall, meterTool } from '../metrics/meter.ts';
import type { Identity } from '../span/task-attributes.ts';
import type { Account } from './account.ts';
import type { Entry, ToolEntry } from './totals.ts';
import { tell } from './watchers.ts';

/** A call that has ended. */
export interface BookedCall {
  readonly call: LlmCall;
  readonly entry: Entry;
  /** Where it was booked; absent for a call that belongs to no task of this process. */
  readonly account: Account | undefined;
  /** The task it belongs to, of this process or of another one; absent where there is none, or none with a name yet. */
  readonly identity: Identity | undefined;
}

/** Counts a call that has ended, books it where it belongs and tells of it: all that is done besides its span, in one place. */
export function book(booked: BookedCall): void {
  const { call, entry, account, identity } = booked;
  const isAttributed = account !== undefined || identity !== undefined;
  meterCall(call, { entry, taskType: identity?.type, isAttributed });
  account?.book(entry);
  tell((watcher) => watcher.called(booked));
}

/** A tool call that has ended and has a price of any kind. */
export interface BookedTool extends Pick<BookedCall, 'account' | 'identity'> {
  readonly entry: ToolEntry;
}

/** The same for a tool call that has a price. */
export function bookTool(booked: BookedTool): void {
  const { entry, account, identity } = booked;
  meterTool(entry, identity?.type);
  account?.bookTool(entry);
  tell((watcher) => watcher.toolCalled(booked));
}

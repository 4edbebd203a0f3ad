/** A request as the wire formats see it. */
export interface Ask {
  readonly body: Readonly<Record<string, unknown>>;
  readonly model: string;
  /** How many requests for this path and model have come, this one included. */
  readonly count: number;
}

/** What a provider answers when nothing goes wrong. */
export type Answer =
  | { readonly json: object }
  | {
      readonly events: readonly { readonly name?: string; readonly data: object }[];
      /** Ends the stream where the format has such a thing: `[DONE]`. */
      readonly sentinel?: string;
      /** What the provider sends when it fails in the middle of a stream. */
      readonly error: object;
    };

/** What every model says, in the pieces that it streams. No piece is said anywhere else, so that each can be looked for. */
export const words = ['Courier', ' Hartmann', ' crossed', ' Ljubljana', ' overnight.'] as const;

/** What it says when it is to answer in JSON: a number. */
export const jsonWords = ['{"answer":', '71204418}'] as const;

/** With what it calls the tool. */
export const toolArguments = '{"parcel":"mulberry-40817"}';

import { priceId, type PriceFile } from './files.ts';

/** Every unit beside tokens that the catalogue has; `spec/prices/README.md` says whose they are. */
const UNITS: ReadonlySet<string> = new Set([
  'agent_session_hour',
  'annotated_page',
  'audio_second',
  'cache_storage_token_hour',
  'citation',
  'code_execution_hour',
  'container_session_16gb',
  'container_session_1gb',
  'container_session_4gb',
  'container_session_64gb',
  'file_search_call',
  'grounded_prompt',
  'page',
  'request',
  'search',
  'search_query',
  'search_unit',
  'text_message',
  'training_token',
  'web_search',
  'web_search_preview',
]);

/** Units that nobody else uses: the engines take any, and so would never bill one with a slip of the pen in it. */
export function unknownUnits(files: readonly PriceFile[]): readonly string[] {
  return files.flatMap(({ content: { provider, rows } }) =>
    rows.flatMap((row) =>
      [...Object.keys(row.fees ?? {}), ...[row.each_call ?? []].flat()]
        .filter((unit) => !UNITS.has(unit))
        .map((unit) => `${priceId(provider, row)}: ${unit} is no unit that scripts/check-prices/units.ts knows`),
    ),
  );
}

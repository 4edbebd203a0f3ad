/** What people call things that are billed beside tokens, to the unit that has a price. Other names are units themselves. */
const UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    audio_seconds: 'audio_second',
    audio_seconds_billed: 'audio_second',
    cache_storage_token_hours: 'cache_storage_token_hour',
    code_exec_hours: 'code_execution_hour',
    code_interpreter_session_1gb: 'container_session_1gb',
    file_search: 'file_search_call',
    google_search_queries: 'search_query',
    grounded_prompts: 'grounded_prompt',
    images: 'image',
    pages: 'page',
    search_units: 'search_unit',
    session_hours: 'agent_session_hour',
    training_tokens: 'training_token',
  }),
);

export function toolUnit(name: string): string {
  return UNITS.get(name) ?? name;
}

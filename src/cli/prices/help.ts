export const HELP = `taskmeter prices [list] [<word>…] [options]
taskmeter prices show [<provider>/]<model> [options]
taskmeter prices diff <instant> <instant> [options]
taskmeter prices check [options]

  list                  the prices in force, a line a model; with words, those that have all of them in their name
  show                  all of one model's prices: past and future, tiers, regions, long prompts, fees, source
  diff                  the list prices that are others at the second instant, with their change in per cent
  check                 how old the prices are, how many nobody has checked, which are disputed

  --provider <name>     of one provider only
  --at <instant>        in force then: 2026-11-24, 2026-11-24T09:30:00Z; now when left out
  --all                 with diff: those of tiers, speeds, regions, hours and long prompts too
  --prices <file>       a price file that is asked before the catalogue, as TASKMETER_PRICES, which it replaces; given more
                        than once, the last one first
  --json                a list in JSON, an item a line

Prices are USD for 1,000,000 tokens, or each for what is no token. On narrow terminals columns are left out.

Examples:

  taskmeter prices gpt-4.1 mini
  taskmeter prices list --provider anthropic --json
  taskmeter prices show openai/o3
  taskmeter prices diff 2026-01-01 now

Exit status: 0, 2 the command line or a price file is wrong, 3 nothing was found.`;

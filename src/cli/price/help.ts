export const HELP = `taskmeter price --provider <name> --model <id> [--input <n>] [--output <n>] [options]
taskmeter price [--prices <file>] < calls.jsonl

What one call costs, exactly:

  --provider <name>     who is paid: openai, anthropic, gcp.gemini, aws.bedrock, … or another spelling of it
  --model <id>          the model that answered, as its response names it
  --input <n>           all input tokens, cached ones, audio, images and video among them
  --output <n>          all output tokens, reasoning among them
  --cache-read <n>      of the input: read from the cache
  --cache-write <n>     of the input: written to the cache; --cache-write-5m and --cache-write-1h say for how long
  --reasoning <n>       of the output
  --input-audio, --input-image, --input-video <n>                   of the input
  --cache-read-audio, --cache-read-image, --cache-read-video <n>    of what was read from the cache
  --output-audio, --output-image, --output-video <n>                of the output
  --fee <unit>=<n>      things that are no tokens: web_search=3, audio_second=90; may be given more than once
  --tool <name>[=<n>]   calls of your own tool that a price file has; may be given more than once
  --tier <name>         batch, flex, priority, …; standard when left out
  --speed <name>        fast; standard when left out
  --region <name>       us, eu, global, …
  --at <instant>        start of the call: 2026-11-24, 2026-11-24T09:30:00Z; now when left out

  --prices <file>       a price file that is asked before the catalogue, as TASKMETER_PRICES, which it replaces; given more
                        than once, the last one first
  --json                one line of JSON instead of the table

Many calls, as lines of JSON on stdin, give one line of JSON each, in their order:

  {"provider": "openai", "model": "gpt-4.1", "at": "2026-11-24T12:00:00Z", "usage": {"input_uncached": 4000, "output": 1500}}
  {"provider": "openai", "model": "gpt-4.1", "raw_usage": {"prompt_tokens": 4000, "completion_tokens": 1500},
   "context": {"service_tier": "flex"}}

  {"status": "priced", "usd": "0.02", "lines": […], "price_id": "openai/gpt-4.1", …}

Without a price usd is null and the status says why. A line that cannot be read becomes an answer with an error; the others are
priced all the same.

Examples:

  taskmeter price --provider openai --model gpt-4.1 --input 12000 --cache-read 8000 --output 1500
  taskmeter price --provider anthropic --model claude-sonnet-4-5 --input 21000 --cache-write-1h 20000 --output 300 --tier batch
  jq -c '{provider: "openai", model: .model, raw_usage: .usage}' responses.jsonl | taskmeter price

Exit status: 0 there is a price (or all lines were read), 1 a line was not read, 2 the command line or a price file is wrong,
3 there is no price, or not for all that was used.`;

/** Price files in which everything occurs that one can say. */
export const priceFiles: readonly object[] = [
  {
    provider: 'acme',
    names: ['acme.ai', 'Acme Inc'],
    sources: { page: 'The page', other: 'Another' },
    rows: [
      {
        model: 'm-1',
        aliases: ['m', 'm-latest'],
        date_suffix: ['MMDD', 'YYMM'],
        from: '2025-01-01',
        to: '2026-08-16T16:00:00Z',
        prices: {
          input: '2.50',
          cache_read: '0.25',
          cache_write_5m: '3',
          cache_write_1h: '5',
          output: '15.00',
          reasoning: '1',
        },
        fees: { web_search: { usd: '10', per: 1000 }, audio_second: { usd: '0.111', per: 3600, min: 10 } },
        variants: [
          { when: { context_input: { gt: 200_000 } }, prices: { input: '5', output: '22.50' } },
          { when: { service_tier: ['flex', 'batch'], speed: 'fast' }, multiply: '0.5' },
          { when: { region: { except: ['global'] } }, multiply: '1.1' },
          {
            when: {
              window: { utc_from: '16:30', utc_to: '00:30', weekdays: ['mon', 'sun'], except_dates: ['2026-10-01'] },
            },
            multiply: '0.25',
          },
        ],
        source: ['page'],
        checked: '2026-11-01',
        confidence: 'hand-checked',
        note: 'a note',
      },
      {
        model: 'm-1',
        from: '2026-08-16T16:00:00Z',
        prices: { input: { usd: '0.36', per: 3600 }, output: '1' },
        source: 'page',
      },
    ],
    discounts: [
      { provider: 'openai', factor: '0.85', from: '2026-01-01' },
      { model: 'm-1', factor: '1000', to: '2026-01-01', note: 'a note' },
    ],
    tools: [
      { tool: 'lookup', usd: '0.01', per: 1, to: '2026-01-01' },
      { tool: 'lookup', usd: '0.02', per: 3, from: '2026-01-01', note: 'a note' },
    ],
  },
  {
    rows: [
      {
        provider: 'own',
        model: 'llama',
        modelled: { gpu_hour_usd: '2.50', gpus: 8, tokens_per_second: 1500, utilisation: '0.30' },
        fees: { page: { usd: '1', per: 7 } },
      },
      {
        provider: 'OpenAI',
        model: 'gpt-4.1',
        prices: { input: '1.70', output: '6.80', input_video: '3', output_video: '4' },
      },
    ],
  },
];

/** The same as people write it. */
export const priceTexts: readonly string[] = [
  `# Ours since January.
provider: openai
discounts:
  - {factor: "0.85", from: 2026-01-01}
rows:
  - model: gpt-4.1
    from: 2026-01-01
    prices: &list {input: "1.70", output: "6.80"}
    variants:
      - when: {service_tier: [flex, batch], context_input: {gte: 1000}}
        multiply: "0.5"
  - provider: self-hosted
    model: llama-70b
    prices: *list
tools:
  - tool: web_lookup
    usd: '0.01'
    per: 1
`,
  ...priceFiles.map((file) => JSON.stringify(file, undefined, 1)),
];

/** Usage as providers send it, with everything in it that anybody reads. */
export const sentUsage: readonly { readonly provider: string; readonly model: string; readonly usage: object }[] = [
  {
    provider: 'openai',
    model: 'gpt-realtime',
    usage: {
      input_tokens: 3200,
      output_tokens: 1050,
      total_tokens: 4250,
      input_token_details: {
        text_tokens: 200,
        audio_tokens: 3000,
        cached_tokens: 1100,
        cached_tokens_details: { text_tokens: 100, audio_tokens: 1000 },
      },
      output_token_details: { text_tokens: 150, audio_tokens: 900 },
    },
  },
  {
    provider: 'x_ai',
    model: 'grok-4.7',
    usage: {
      prompt_tokens: 9000,
      completion_tokens: 800,
      prompt_tokens_details: { cached_tokens: 100, image_tokens: 5 },
      completion_tokens_details: { reasoning_tokens: 1200 },
    },
  },
  {
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    usage: {
      input_tokens: 500,
      cache_creation_input_tokens: 5000,
      cache_read_input_tokens: 20_000,
      cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 4000 },
      output_tokens: 800,
      server_tool_use: { web_search_requests: 2 },
      iterations: [{ type: 'compaction', input_tokens: 10, output_tokens: 2 }],
      service_tier: 'batch',
    },
  },
  {
    provider: 'gcp.gemini',
    model: 'gemini-2.5-flash',
    usage: {
      promptTokenCount: 50_000,
      cachedContentTokenCount: 30_000,
      candidatesTokenCount: 1200,
      thoughtsTokenCount: 3800,
      toolUsePromptTokenCount: 400,
      totalTokenCount: 55_400,
      promptTokensDetails: [
        { modality: 'AUDIO', tokenCount: 100 },
        { modality: 'VIDEO', tokenCount: 50 },
      ],
      trafficType: 'ON_DEMAND_FLEX',
    },
  },
  {
    provider: 'aws.bedrock',
    model: 'amazon.nova-pro-v1:0',
    usage: {
      inputTokens: 5000,
      cacheReadInputTokens: 3000,
      cacheWriteInputTokens: 10,
      cacheDetails: [{ ttl: '1h', inputTokens: 10 }],
      outputTokens: 700,
    },
  },
  {
    provider: 'openrouter',
    model: 'openai/gpt-4.1',
    usage: { prompt_tokens: 1000, completion_tokens: 100, cost: 0.00123, is_byok: false },
  },
  {
    provider: 'openrouter',
    model: 'openai/gpt-4.1',
    usage: {
      prompt_tokens: 1000,
      completion_tokens: 100,
      cost: 0.00012,
      is_byok: true,
      cost_details: { upstream_inference_cost: 0.0028 },
    },
  },
  {
    provider: 'mistral_ai',
    model: 'voxtral-small-latest',
    usage: {
      promptTokens: 380,
      completionTokens: 20,
      totalTokens: 400,
      promptAudioSeconds: 12,
      additionalProperties: { num_cached_tokens: 30 },
    },
  },
  {
    provider: 'cohere',
    model: 'command-a',
    usage: { billed_units: { input_tokens: 10, output_tokens: 5, search_units: 1 } },
  },
];

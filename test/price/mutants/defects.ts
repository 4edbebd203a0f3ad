/** A mistake that price engines are known to make, as an edit of each of ours. */
export interface Defect {
  readonly name: string;
  /** In a file of src/price. */
  readonly ts: Edit;
  /** In a file of collector/price. */
  readonly go: Edit;
}

export interface Edit {
  readonly file: string;
  /** Stands just once in the file. */
  readonly code: string;
  readonly mistake: string;
}

export const defects: readonly Defect[] = [
  {
    name: 'rounds half up',
    ts: { file: 'money.ts', code: '(twice === divisor && quotient % 2n !== 0n)', mistake: 'twice === divisor' },
    go: { file: 'atto.go', code: '(remainder == rest && quotient.lo&1 == 1)', mistake: 'remainder == rest' },
  },
  {
    name: 'divides before it multiplies',
    ts: {
      file: 'rate.ts',
      code: 'divideHalfEven(product, rate.denominator)',
      mistake: 'BigInt(quantity) * divideHalfEven(rate.numerator, rate.denominator)',
    },
    go: {
      file: 'rate.go',
      code: 'return divideHalfEven(product, r.denominator)',
      mistake: 'unit := divideHalfEven(r.numerator, r.denominator)\n\treturn Atto{lo: unit.lo * uint64(quantity)}',
    },
  },
  {
    name: 'takes a model by the beginning of its id',
    ts: {
      file: 'match.ts',
      code: 'const exact = rows.get(id);',
      mistake: 'const exact = rows.get(id) ?? [...rows].find(([known]) => id.startsWith(known))?.[1];',
    },
    go: {
      file: 'match.go',
      code: '\tfor _, form := range suffixForms {\n\t\tat := len(id)',
      mistake:
        '\tfor known, found := range rows {\n\t\tif strings.HasPrefix(id, known) {\n\t\t\treturn found\n\t\t}\n\t}\n\tfor _, form := range suffixForms {\n\t\tat := len(id)',
    },
  },
  {
    name: 'prices a fine-tuned model as its base',
    ts: { file: 'match.ts', code: "id.split(':').slice(0, 2).join(':')", mistake: "id.split(':')[1] ?? id" },
    go: { file: 'match.go', code: 'id = "ft:" + kind', mistake: 'id = kind' },
  },
  {
    name: 'ignores the region in a Bedrock id',
    ts: { file: 'match.ts', code: "(id.includes('.') ? 'in-region' : '')", mistake: "''" },
    go: { file: 'match.go', code: 'region = "in-region"', mistake: 'region = ""' },
  },
  {
    name: 'chooses the context tier by the input that was not cached',
    ts: { file: 'consumption.ts', code: '    inputTokens: input,', mistake: '    inputTokens: input - read,' },
    go: { file: 'consumption.go', code: 'c.inputTokens = in\n', mistake: 'c.inputTokens = in - read\n' },
  },
  {
    name: 'takes more than for at least',
    ts: { file: 'when.ts', code: "get('gt').wholeNumber() + 1", mistake: "get('gt').wholeNumber()" },
    go: { file: 'when.go', code: 'gt.wholeNumber() + 1', mistake: 'gt.wholeNumber()' },
  },
  {
    name: 'has a row in force at its end',
    ts: { file: 'period.ts', code: 'from <= at && at < to', mistake: 'from <= at && at <= to' },
    go: { file: 'period.go', code: 'atUnixNano < p.to', mistake: 'atUnixNano <= p.to' },
  },
  {
    name: 'has a window in force at its end',
    ts: {
      file: 'when.ts',
      code: 'minute >= window.from && minute < window.to',
      mistake: 'minute >= window.from && minute <= window.to',
    },
    go: { file: 'when.go', code: 'minute >= w.from && minute < w.to', mistake: 'minute >= w.from && minute <= w.to' },
  },
  {
    name: 'begins the week a day late',
    ts: { file: 'when.ts', code: '(day + 4) % 7', mistake: '(day + 3) % 7' },
    go: { file: 'when.go', code: '(day + 4) % 7', mistake: '(day + 3) % 7' },
  },
  {
    name: 'falls back to the standard tier',
    ts: { file: 'tariff.ts', code: '(list.covered & needed) === needed ? list : NOTHING_LISTED', mistake: 'list' },
    go: { file: 'tariff.go', code: 'list.covered&needed != needed', mistake: 'list == nil' },
  },
  {
    name: 'leaves out what has no price',
    ts: {
      file: 'cost.ts',
      code: 'if (rate === undefined) (unpricedUnits ??= []).push(unit);',
      mistake: 'if (rate === undefined) continue;',
    },
    go: {
      file: 'price.go',
      code: '\t\tc.UnpricedUnits = append(c.UnpricedUnits, unit)\n',
      mistake: '',
    },
  },
  {
    name: 'takes a write without lifetime for one of an hour',
    ts: {
      file: 'consumption.ts',
      code: 'split.lifetimes ? write5m + writeOther : write5m,\n    write1h,',
      mistake: 'write5m,\n    split.lifetimes ? write1h + writeOther : write1h,',
    },
    go: {
      file: 'consumption.go',
      code: 'c.tokens[cacheWrite5m] += writeOther',
      mistake: 'c.tokens[cacheWrite1h] += writeOther',
    },
  },
  {
    name: 'bills cached input as input too',
    ts: { file: 'consumption.ts', code: 'input - read - write -', mistake: 'input - write -' },
    go: { file: 'consumption.go', code: 'in - read - write -', mistake: 'in - write -' },
  },
  {
    name: 'bills reasoning beside the output it is part of',
    ts: {
      file: 'consumption.ts',
      code: 'output - audioOut',
      mistake: 'output + reasoning - audioOut',
    },
    go: {
      file: 'consumption.go',
      code: 'thoughtApart := apart(reasoning, thought)',
      mistake: 'thoughtApart := apart(reasoning, thought)\n\tout += thought',
    },
  },
  {
    name: 'hides that caching cost more than it saved',
    ts: { file: 'saving.ts', code: '  return saving;', mistake: '  return saving < 0n ? 0n : saving;' },
    go: {
      file: 'saving.go',
      code: '\treturn saving, true',
      mistake: '\tif saving.Sign() < 0 {\n\t\treturn Atto{}, true\n\t}\n\treturn saving, true',
    },
  },
  {
    name: 'discounts tokens but not fees',
    ts: {
      file: 'tariff.ts',
      code: 'discounted(tariff.row.terms.fees, tariff.factors)',
      mistake: 'tariff.row.terms.fees',
    },
    go: { file: 'tariff.go', code: 'if len(t.factors) == 0 {', mistake: 'if len(t.factors) >= 0 {' },
  },
  {
    name: "prefers a provider's discount to a model's",
    ts: {
      file: 'discount.ts',
      code: 'if (discount.model === model) return discount;\n    if (discount.model === undefined) found = discount;',
      mistake:
        'if (discount.model === undefined) return discount;\n    if (discount.model === model) found = discount;',
    },
    go: {
      file: 'discount.go',
      code: 'if each.model == model {\n\t\t\treturn each\n\t\t}\n\t\tif each.model == "" {',
      mistake: 'if each.model == "" {\n\t\t\treturn each\n\t\t}\n\t\tif each.model == model {',
    },
  },
  {
    name: "discounts the rows of the discount's own file",
    ts: {
      file: 'catalogue.ts',
      code: '    for (const row of rows) tariffs.push(...tariffsOf(row, provider, discounts));\n    const ofLayer = layer.discounts.get(provider);\n    if (ofLayer !== undefined) discounts.unshift(ofLayer);',
      mistake:
        '    const ofLayer = layer.discounts.get(provider);\n    if (ofLayer !== undefined) discounts.unshift(ofLayer);\n    for (const row of rows) tariffs.push(...tariffsOf(row, provider, discounts));',
    },
    go: {
      file: 'match.go',
      code: '\t\tfor _, r := range l.byProvider[name].find(id) {',
      mistake:
        '\t\tif own := l.discounts[name]; own != nil {\n\t\t\tdiscounts = append([][]discount{own}, discounts...)\n\t\t}\n\t\tfor _, r := range l.byProvider[name].find(id) {',
    },
  },
  {
    name: 'asks the catalogue before the price files',
    ts: {
      file: 'catalogue.ts',
      code: '[...overrides.layers, ...base.layers]',
      mistake: '[...base.layers, ...overrides.layers]',
    },
    go: {
      file: 'catalogue.go',
      code: 'slices.Concat(overrides.layers, c.layers)',
      mistake: 'slices.Concat(c.layers, overrides.layers)',
    },
  },
  {
    name: 'forgets the least amount of a fee',
    ts: { file: 'cost.ts', code: 'Math.max(quantity, fee.min)', mistake: 'quantity' },
    go: { file: 'price.go', code: 'max(tool.Quantity, fee.min)', mistake: 'tool.Quantity' },
  },
  {
    name: 'bills a call for nothing that its usage does not tell',
    ts: { file: 'cost.ts', code: 'Math.max(1, fee.min)', mistake: 'Math.max(0, fee.min)' },
    go: { file: 'price.go', code: 'max(1, fee.min)', mistake: 'max(0, fee.min)' },
  },
];

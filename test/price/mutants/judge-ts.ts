/** Prints how many of our cost vectors the TypeScript engine gets wrong: the one that is loaded, with a mistake or without. */
import { embeddedCatalogue } from '../../../src/price/embedded.ts';
import { readCostCases } from '../cost-cases.ts';
import { judgeTs } from '../engines.ts';

const catalogue = embeddedCatalogue();
const { cases } = readCostCases('spec/vectors/cost', catalogue);
process.stdout.write(String(judgeTs(cases, catalogue).filter(({ wrong }) => wrong.length > 0).length));

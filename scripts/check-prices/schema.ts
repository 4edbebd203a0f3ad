import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** What a JSON schema has against a document: one line for each complaint, with the place. */
export type Validate = (content: unknown) => readonly string[];

/** @throws {Error} when the schema itself is none. */
export function validatorOf(schemaPath: string): Validate {
  // A branch of a oneOf that does not fit says nothing beside the line that none fits.
  const ajv = new Ajv2020({ allErrors: false, allowUnionTypes: true });
  const validate: ValidateFunction = ajv.compile(JSON.parse(readFileSync(schemaPath, 'utf8')));
  return (content) =>
    validate(content) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

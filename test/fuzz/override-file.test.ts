import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import * as fc from 'fast-check';
import { withOverrides, type Catalogue } from '../../src/price/catalogue.ts';
import { embeddedCatalogue } from '../../src/price/embedded.ts';
import { readCatalogueFile } from '../../src/price/price-file.ts';
import { mutatedText } from './mutations.ts';
import { runs } from './runs.ts';
import { priceTexts } from './seeds.ts';
import { assertSoundRows } from './sound.ts';

const folder = mkdtempSync(join(tmpdir(), 'taskmeter-fuzz-'));
after(() => rmSync(folder, { recursive: true }));

describe('whatever stands in a price file', () => {
  const path = join(folder, 'prices.yaml');

  /** What is refused must say the file, a line that is there, and why. */
  function read(bytes: string | Uint8Array): Catalogue | undefined {
    writeFileSync(path, bytes);
    try {
      return readCatalogueFile(path, embeddedCatalogue().names);
    } catch (error) {
      assert.ok(error instanceof TypeError, String(error));
      const [, line, reason = ''] = /^:(\d+): (.+)/s.exec(error.message.slice(path.length)) ?? [];
      assert.ok(error.message.startsWith(path) && reason !== '', error.message);
      const lines = Buffer.from(bytes)
        .toString('utf8')
        .split(/\r\n|\r|\n/).length;
      assert.ok(Number(line) >= 1 && Number(line) <= lines + 1, `line ${line} of ${lines}`);
      return undefined;
    }
  }

  it('is refused with file, line and reason, or prices calls', () => {
    let accepted = 0;
    fc.assert(
      fc.property(mutatedText(priceTexts), (text) => {
        const catalogue = read(text);
        if (catalogue === undefined) return;
        accepted += 1;
        assertSoundRows(withOverrides(embeddedCatalogue(), catalogue), catalogue);
      }),
      runs(1),
    );
    assert.ok(accepted > 10, `${accepted} of the files were accepted`);
  });

  it('is refused in the same way where it is no text at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => void read(bytes)),
      { numRuns: 200 },
    );
  });
});

import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import { VERSION } from '../../src/version.ts';
import { build, repository } from '../support/built.ts';
import { type Ended, runNode } from '../support/child.ts';

before(build);

const taskmeter = (...args: readonly string[]): Promise<Ended> => runNode([`${repository}/dist/cli.js`, ...args]);

suite('the command line', () => {
  for (const { args, says } of [
    { args: ['doctr'], says: 'unknown command doctr (did you mean doctor?); there are doctor, price, prices' },
    {
      args: ['doctor', '--jsn'],
      says: 'unknown option --jsn (did you mean --json?); there are --import, --json, --seconds, --help',
    },
    { args: ['doctor', 'app.js'], says: 'unexpected app.js' },
    { args: ['doctor', '--import'], says: '--import needs a value' },
    { args: ['doctor', '--json=yes'], says: '--json takes no value' },
    { args: ['doctor', '--import', 'nowhere.js'], says: 'nowhere.js does not exist' },
    { args: ['doctor', '--seconds', 'few'], says: '--seconds is few; it is a number from 1 to 600' },
    {
      args: ['doctor', '--import', 'package.json', '--', 'node', 'x.js'],
      says: '--import and a command exclude each other',
    },
    {
      args: ['price', '--inptu', '1'],
      says:
        'unknown option --inptu (did you mean --input?); there are --provider, --model, --input, --output, --cache-read, ' +
        '--cache-write, --cache-write-5m, --cache-write-1h, --reasoning, --input-audio, --input-image, --input-video, ' +
        '--cache-read-audio, --cache-read-image, --cache-read-video, --output-audio, --output-image, --output-video, ' +
        '--fee, --tier, --speed, --region, --tool, --at, --prices, --json, --help',
    },
    { args: ['price', '--model'], says: '--model needs a value' },
    { args: ['price', '--input', '1', '--input', '2'], says: '--input is there twice' },
    {
      args: ['prices', 'list', '--al'],
      says: 'unknown option --al (did you mean --at?); there are --provider, --at, --prices, --all, --json, --help',
    },
  ]) {
    test(`refuses ${args.join(' ')} with the status 2`, async () => {
      const { code, stdout, stderr } = await taskmeter(...args);
      assert.deepEqual(
        { code, stdout, says: stderr.split('\n')[0] },
        { code: 2, stdout: '', says: `taskmeter: ${says}` },
      );
    });
  }

  test('tells its version and its commands', async () => {
    assert.equal((await taskmeter('--version')).stdout, `${VERSION}\n`);
    const [asked, unasked, ofOne] = await Promise.all([
      taskmeter('--help'),
      taskmeter(),
      taskmeter('doctor', '--help'),
    ]);
    const short = await Promise.all([taskmeter('-h'), taskmeter('doctor', '-h'), taskmeter('-v')]);
    assert.deepEqual(
      short.map(({ stdout }) => stdout),
      [asked.stdout, ofOne.stdout, `${VERSION}\n`],
    );
    assert.match(asked.stdout, /^ {2}doctor {4}looks at your set-up/m);
    assert.deepEqual({ code: unasked.code, stderr: unasked.stderr }, { code: 2, stderr: asked.stdout });
    assert.match(ofOne.stdout, /^taskmeter doctor \[--import <file>\]/);
    assert.equal((await taskmeter('help', 'doctor')).stdout, ofOne.stdout);
  });
});

// Starts the other programs of this folder's tests from elsewhere, by fork() or spawn(), as the argument says.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { currentTask, task } from 'taskmeter';

const child = fileURLToPath(new URL('./child.mjs', import.meta.url));
const start = {
  fork: (ref) => fork(child, [ref], { cwd: tmpdir() }),
  spawn: (ref) => spawn(process.execPath, [child, ref], { cwd: tmpdir(), stdio: 'inherit' }),
};

await task({ type: 'report', id: 'report-1' }, async (t) => {
  const [code] = await once(start[process.argv[2]](JSON.stringify(currentTask())), 'exit');
  t.outcome('success');
  console.log('child ended', code);
});

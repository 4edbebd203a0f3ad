// Hands its spans over by itself and tells when that is done; then it is killed before any handler of ours can run.
import { flush, task } from 'taskmeter';

task({ type: 'job' }, () => {});
await flush();
process.kill(process.pid, 'SIGKILL');

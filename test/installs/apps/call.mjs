// An ES module that calls each library it is told of, as name=package, in a task of that name.
import { task } from 'taskmeter';
import { calls } from './calls.cjs';

for (const pair of process.argv.slice(2)) {
  const [library, name] = pair.split('=');
  const exported = await import(name);
  console.log(await task({ type: library }, () => calls[library](exported)));
}

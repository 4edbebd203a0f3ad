// The same as CommonJS.
const { task } = require('taskmeter');
const { calls } = require('./calls.cjs');

void (async () => {
  for (const pair of process.argv.slice(2)) {
    const [library, name] = pair.split('=');
    const exported = require(name);
    console.log(await task({ type: library }, () => calls[library](exported)));
  }
})();

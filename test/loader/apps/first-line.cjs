'use strict';
// As TypeScript compiles `import 'taskmeter/register'` for CommonJS.
Object.defineProperty(exports, '__esModule', { value: true });
require('taskmeter/register');
require('./app.cjs');

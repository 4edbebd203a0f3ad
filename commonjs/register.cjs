require('../dist/register.js');

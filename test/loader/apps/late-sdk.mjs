// Starts an SDK of its own where taskmeter/register has started one, then works.
import './plain-sdk.mjs';
import './app.mjs';

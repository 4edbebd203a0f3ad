import 'taskmeter/register';
import './app.mjs';

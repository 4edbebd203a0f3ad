import './own-sdk.mjs';
import './bundled.mjs';

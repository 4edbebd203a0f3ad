// Generated from spec/prices by `npm run gen`; do not edit.

/** Of the newest prices in the catalogue, which needs not be read to know it. */
export const CATALOGUE_DATE = '2026-11-10';

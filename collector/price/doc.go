// Package price turns what a call to a model consumed into money, exactly or not at all: match → units → rates → lines →
// total.
//
// A [Catalogue] is prices to ask: [Embedded] is the one this module ships, [Load] makes one of a price file's content
// (package pricefile reads files), and [Catalogue.WithOverrides] asks one before another. [Catalogue.PriceOf] prices a call
// and [Catalogue.PriceOfTool] a tool of the application; both write to a [Cost] that is used again and again, allocate
// nothing once a model was seen, and may be asked by many at once. Money is [Atto], an integer of 10⁻¹⁸ USD.
//
// Unknown is a [Status] with a reason, never 0 and never a guess: whatever comes in, a status comes out.
//
// The package is pure: the standard library only, no clock, no files. It mirrors src/price, the same engine in
// TypeScript, file for file, and both pass the same vectors (spec/vectors). Prices are data, see spec/prices.
package price

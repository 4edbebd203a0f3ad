// Package price turns what a call consumed into money, exactly or not at all: match → units → rates → lines → total.
//
// It is pure: the standard library only, no clock, no files. It mirrors src/price field for field, and both pass the
// same vectors (spec/vectors). Prices are data, see spec/prices.
package price

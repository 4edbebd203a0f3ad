package pricefile_test

import (
	"errors"
	"fmt"

	"github.com/taskmeter/taskmeter/collector/price/pricefile"
)

func ExampleParse() {
	_, err := pricefile.Parse("ours.yaml", []byte("rows:\n  - {provider: acme, model: m, prices: {input: 0.10}}\n"), nil)
	fmt.Println(err)
	if wrong := (*pricefile.Error)(nil); errors.As(err, &wrong) {
		fmt.Println(wrong.File, wrong.Line)
	}
	// Output:
	// ours.yaml:2: rows[0].prices.input: expected text, got the number 0.10: put it in quotes
	// ours.yaml 2
}

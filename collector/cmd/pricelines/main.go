// Command pricelines prices calls given as JSON lines on standard input and writes one JSON line for each. It exists so
// that the TypeScript engine can be compared with this one.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/taskmeter/taskmeter/collector/internal/query"
	"github.com/taskmeter/taskmeter/collector/price/pricefile"
)

func main() {
	var overrides []string
	flag.Func("overrides", "price file to ask before the embedded catalogue and earlier ones", func(path string) error {
		overrides = append(overrides, path)
		return nil
	})
	flag.Parse()
	if err := run(os.Stdin, os.Stdout, overrides); err != nil {
		fmt.Fprintln(os.Stderr, "pricelines:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, overrides []string) error {
	catalogue, err := pricefile.Open("", overrides...)
	if wrong := (*pricefile.Error)(nil); errors.As(err, &wrong) {
		return wrong
	}
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bufio.NewReader(in))
	decoder.UseNumber()
	writer := bufio.NewWriter(out)
	encoder := json.NewEncoder(writer)
	for decoder.More() {
		var line any
		if err := decoder.Decode(&line); err != nil {
			return err
		}
		asked, err := query.Read(catalogue, line, time.Now())
		if err != nil {
			return err
		}
		if err := encoder.Encode(query.Ask(catalogue, asked)); err != nil {
			return err
		}
	}
	return writer.Flush()
}

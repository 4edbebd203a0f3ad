package llmcostprocessor

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/taskmeter/taskmeter/collector/internal/configtest"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	configtest.Run(t, createDefaultConfig, map[string]configtest.Case{
		"llm_cost":       {Want: &Config{ReloadInterval: 30 * time.Second}},
		"llm_cost/all":   {Want: &Config{Catalogue: "prices.yaml", Overrides: []string{"ours.yaml", "theirs.yaml"}, ReloadInterval: time.Minute}},
		"llm_cost/one":   {Want: &Config{Overrides: []string{"ours.yaml"}}},
		"llm_cost/back":  {Err: "reload_interval: must not be negative, got -1s"},
		"llm_cost/empty": {Err: "overrides[1]: must be the path of a file, got an empty string"},
		"llm_cost/typo":  {Err: "has invalid keys: catalog"},
	})
}

func TestTheReadmesConfiguration(t *testing.T) {
	t.Parallel()
	configtest.README(t, "processors::llm_cost", createDefaultConfig, &Config{
		Catalogue:      "/etc/otelcol/prices.yaml",
		Overrides:      []string{"/etc/otelcol/ours.yaml", "/etc/otelcol/this-year.yaml"},
		ReloadInterval: 30 * time.Second,
	})
}

func TestStartSaysWhichFileIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		cfg  Config
		want []string
	}{
		"no such catalogue": {Config{Catalogue: "testdata/missing.yaml"}, []string{"catalogue: ", "testdata/missing.yaml", "no such file"}},
		"a broken override": {
			Config{Overrides: []string{"testdata/ours.yaml", "testdata/broken.yaml"}},
			[]string{"overrides[1]: ", "testdata/broken.yaml:4", "input"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			factory := NewFactory()
			p, err := factory.CreateTraces(t.Context(), processortest.NewNopSettings(factory.Type()), &c.cfg, consumertest.NewNop())
			require.NoError(t, err)
			err = p.Start(t.Context(), componenttest.NewNopHost())
			for _, part := range c.want {
				require.ErrorContains(t, err, part)
			}
			require.NoError(t, p.Shutdown(t.Context()))
		})
	}
}

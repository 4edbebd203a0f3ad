package llmcostprocessor

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/processor/processortest"
)

func TestConfig(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		want component.Config
		err  string
	}{
		"llm_cost":       {want: &Config{}},
		"llm_cost/all":   {want: &Config{Catalogue: "prices.yaml", Overrides: []string{"ours.yaml", "theirs.yaml"}}},
		"llm_cost/one":   {want: &Config{Overrides: []string{"ours.yaml"}}},
		"llm_cost/empty": {err: "overrides[1]: must be the path of a file, got an empty string"},
		"llm_cost/typo":  {err: "has invalid keys: catalog"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cm, err := confmaptest.LoadConf("testdata/config.yaml")
			require.NoError(t, err)
			sub, err := cm.Sub(name)
			require.NoError(t, err)
			cfg := createDefaultConfig()
			err = sub.Unmarshal(cfg)
			if err == nil {
				err = confmap.Validate(cfg)
			}
			if c.err != "" {
				require.ErrorContains(t, err, c.err)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.want, cfg)
		})
	}
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

package taskmetricsconnector

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

// values are all points by name and labels; a histogram is its sum and its count.
func values(t *testing.T, md pmetric.Metrics) map[string]float64 {
	t.Helper()
	all := map[string]float64{}
	put := func(name string, labels pcommon.Map, suffix string, value float64) {
		text, err := json.Marshal(labels.AsRaw()) // its keys are sorted
		require.NoError(t, err)
		name += string(text) + suffix
		require.NotContains(t, all, name, "a point stands twice")
		all[name] = value
	}
	for _, m := range md.ResourceMetrics().At(0).ScopeMetrics().At(0).Metrics().All() {
		switch m.Type() {
		case pmetric.MetricTypeSum:
			require.Equal(t, pmetric.AggregationTemporalityCumulative, m.Sum().AggregationTemporality())
			for _, point := range m.Sum().DataPoints().All() {
				value := point.DoubleValue()
				if point.ValueType() == pmetric.NumberDataPointValueTypeInt {
					value = float64(point.IntValue())
				}
				put(m.Name(), point.Attributes(), "", value)
			}
		case pmetric.MetricTypeHistogram:
			for _, point := range m.Histogram().DataPoints().All() {
				put(m.Name(), point.Attributes(), ".sum", point.Sum())
				put(m.Name(), point.Attributes(), ".n", float64(point.Count()))
			}
		default:
			t.Fatalf("%s has an unexpected type", m.Name())
		}
	}
	return all
}

func starts(md pmetric.Metrics) pcommon.Timestamp {
	return md.ResourceMetrics().At(0).ScopeMetrics().At(0).Metrics().At(0).Sum().DataPoints().At(0).StartTimestamp()
}

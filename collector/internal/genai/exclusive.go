package genai

import (
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/taskmeter/taskmeter/collector/call"
)

// exclusiveScopes are the instrumentations that hand on Anthropic's input count as it is, without the cache's share,
// against the conventions. Whoever is not listed is taken at its word; a count that contradicts itself is then invalid
// and not guessed at. below is the first version that is not known to do so.
var exclusiveScopes = []struct{ name, below string }{
	{"@traceloop/instrumentation-anthropic", "0.28.0"},
}

func sendsExclusiveInput(scope pcommon.InstrumentationScope) bool {
	for _, exclusive := range exclusiveScopes {
		if scope.Name() == exclusive.name {
			return versionBelow(scope.Version(), exclusive.below)
		}
	}
	return false
}

// includeCache makes the input what the conventions say it is: everything, the cache's share included.
func includeCache(u *call.Usage) {
	input, ok := u.InputTokens.Get()
	if !ok || input < 0 {
		return
	}
	u.InputTokens = call.Of(input + max(u.CacheReadTokens.Or(0), 0) + max(u.CacheWriteTokens.Or(0), 0))
}

// versionBelow compares dotted numbers; an unreadable or absent version is not below anything.
func versionBelow(version, limit string) bool {
	release, _, _ := strings.Cut(version, "-")
	have, want := strings.Split(release, "."), strings.Split(limit, ".")
	for i, part := range want {
		if i >= len(have) {
			return true
		}
		h, err := strconv.Atoi(have[i])
		if err != nil {
			return false
		}
		if w, _ := strconv.Atoi(part); h != w { // the table's own versions parse
			return h < w
		}
	}
	return false
}

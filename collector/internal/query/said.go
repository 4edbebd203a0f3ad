package query

import (
	"maps"
	"slices"
	"strings"

	"github.com/taskmeter/taskmeter/collector/call"
)

// saidUsage is usage as a query says it, in one of two ways: whole counts and their parts, as everywhere in taskmeter
// (input_tokens with the cache in it), or units that do not overlap, as on a bill (input_uncached, cache_read).
func saidUsage(said fields) *call.Usage {
	isWhole, others := false, 0
	for key := range said {
		if isBeside[key] {
			continue
		}
		others++
		isWhole = isWhole || whole(&call.Usage{}, key) != nil
	}
	if isWhole || others == 0 {
		return wholeUsage(said)
	}
	return unitUsage(said)
}

// isBeside: fields of a usage that are no units.
var isBeside = map[string]bool{"tools": true, "reported_usd": true, "total_tokens": true}

// whole is the count of u that a field of a query's usage names; nil for other fields.
func whole(u *call.Usage, key string) *call.Count {
	switch key {
	case "input_tokens":
		return &u.InputTokens
	case "output_tokens":
		return &u.OutputTokens
	case "cache_read_tokens":
		return &u.CacheReadTokens
	case "cache_write_tokens":
		return &u.CacheWriteTokens
	case "cache_write_5m_tokens":
		return &u.CacheWrite5mTokens
	case "cache_write_1h_tokens":
		return &u.CacheWrite1hTokens
	case "reasoning_tokens":
		return &u.ReasoningTokens
	case "input_audio_tokens":
		return &u.InputAudioTokens
	case "input_image_tokens":
		return &u.InputImageTokens
	case "input_video_tokens":
		return &u.InputVideoTokens
	case "cache_read_audio_tokens":
		return &u.CacheReadAudioTokens
	case "cache_read_image_tokens":
		return &u.CacheReadImageTokens
	case "cache_read_video_tokens":
		return &u.CacheReadVideoTokens
	case "output_audio_tokens":
		return &u.OutputAudioTokens
	case "output_image_tokens":
		return &u.OutputImageTokens
	case "output_video_tokens":
		return &u.OutputVideoTokens
	default:
		return nil
	}
}

func wholeUsage(said fields) *call.Usage {
	usage, others := &call.Usage{}, fields{}
	for key, value := range said {
		if n := whole(usage, key); n != nil {
			*n = saidCount(value)
		} else if !isBeside[key] {
			others[key] = value
		}
	}
	besides(usage, said, others)
	return usage
}

// units of a bill, and the counts of ours that each is part of.
var units = map[string][]string{
	"input":                     {"input_tokens"},
	"input_uncached":            {"input_tokens"},
	"input_audio":               {"input_tokens", "input_audio_tokens"},
	"input_audio_uncached":      {"input_tokens", "input_audio_tokens"},
	"input_image":               {"input_tokens", "input_image_tokens"},
	"input_image_uncached":      {"input_tokens", "input_image_tokens"},
	"input_video":               {"input_tokens", "input_video_tokens"},
	"input_video_uncached":      {"input_tokens", "input_video_tokens"},
	"cache_read":                {"input_tokens", "cache_read_tokens"},
	"cache_read_audio":          {"input_tokens", "input_audio_tokens", "cache_read_tokens", "cache_read_audio_tokens"},
	"cache_read_image":          {"input_tokens", "input_image_tokens", "cache_read_tokens", "cache_read_image_tokens"},
	"cache_read_video":          {"input_tokens", "input_video_tokens", "cache_read_tokens", "cache_read_video_tokens"},
	"cache_write":               {"input_tokens", "cache_write_tokens"},
	"cache_write_5m":            {"input_tokens", "cache_write_tokens", "cache_write_5m_tokens"},
	"cache_write_1h":            {"input_tokens", "cache_write_tokens", "cache_write_1h_tokens"},
	"output":                    {"output_tokens"},
	"output_audio":              {"output_tokens", "output_audio_tokens"},
	"output_image":              {"output_tokens", "output_image_tokens"},
	"output_video":              {"output_tokens", "output_video_tokens"},
	"output_reasoning_of_which": {"reasoning_tokens"},
}

func unitUsage(said fields) *call.Usage {
	usage := &call.Usage{InputTokens: call.Of(0), OutputTokens: call.Of(0), CacheReadTokens: call.Of(0)}
	others := fields{}
	for unit, value := range said {
		names, known := units[unit]
		if !known && !isBeside[unit] {
			others[unit] = value
		}
		quantity, ok := saidCount(value).Get()
		if !ok {
			continue
		}
		for _, name := range names {
			n := whole(usage, name)
			*n = sum(*n, quantity)
		}
	}
	besides(usage, said, others)
	return usage
}

// sum keeps what is invalid so.
func sum(n call.Count, more int64) call.Count {
	if n.Or(0) < 0 || more < 0 {
		return invalid
	}
	return call.Of(n.Or(0) + more)
}

// besides is what is not tokens. A name that nobody knows is taken for a unit of its own, so that what it counts is
// missed and not lost.
func besides(usage *call.Usage, said, others fields) {
	if len(others) > 0 {
		usage.Tools = toolsOf(others)
	}
	if tools := toolsOf(said["tools"]); tools != nil {
		usage.Tools = merged(usage.Tools, tools)
	}
	if reported := said["reported_usd"]; reported != nil {
		if usage.ReportedUSD = str(reported); usage.ReportedUSD == "" {
			usage.ReportedUSD = "no decimal" // what is no text is none, and is refused as one
		}
	}
}

// toolsOf are quantities by unit, sorted, those of two names for one unit together; nil when nobody says any.
func toolsOf(said any) []call.ToolUse {
	if said == nil {
		return nil
	}
	object, ok := said.(fields)
	if !ok {
		return []call.ToolUse{{Unit: "tools", Quantity: -1}}
	}
	byUnit := map[string]call.Count{}
	for name, value := range object {
		if quantity, ok := saidCount(value).Get(); ok {
			byUnit[toolUnit(name)] = sum(byUnit[toolUnit(name)], quantity)
		}
	}
	tools := []call.ToolUse{}
	for _, unit := range slices.Sorted(maps.Keys(byUnit)) {
		tools = append(tools, call.ToolUse{Unit: unit, Quantity: byUnit[unit].Or(0)})
	}
	return tools
}

// merged has the tools of both, sorted by unit; of a unit in both, the later quantity.
func merged(tools, later []call.ToolUse) []call.ToolUse {
	byUnit := map[string]int64{}
	for _, each := range slices.Concat(tools, later) {
		byUnit[each.Unit] = each.Quantity
	}
	all := []call.ToolUse{}
	for unit, quantity := range byUnit {
		all = append(all, call.ToolUse{Unit: unit, Quantity: quantity})
	}
	slices.SortFunc(all, func(a, b call.ToolUse) int { return strings.Compare(a.Unit, b.Unit) })
	return all
}

// toolUnit is the unit that has a price, of what people call things that are billed beside tokens.
func toolUnit(name string) string {
	switch name {
	case "audio_seconds", "audio_seconds_billed":
		return "audio_second"
	case "cache_storage_token_hours":
		return "cache_storage_token_hour"
	case "code_exec_hours":
		return "code_execution_hour"
	case "code_interpreter_session_1gb":
		return "container_session_1gb"
	case "file_search":
		return "file_search_call"
	case "google_search_queries":
		return "search_query"
	case "grounded_prompts":
		return "grounded_prompt"
	case "images":
		return "image"
	case "pages":
		return "page"
	case "search_units":
		return "search_unit"
	case "session_hours":
		return "agent_session_hour"
	case "training_tokens":
		return "training_token"
	default:
		return name
	}
}

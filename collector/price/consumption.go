package price

import (
	"slices"
	"strings"

	"github.com/taskmeter/taskmeter/collector/call"
)

// consumption is what a call consumed in disjoint units.
type consumption struct {
	tokens [unitCount]int64
	// inputTokens is the total input, cached or not: it chooses the context tier.
	inputTokens    int64
	hasCacheCounts bool
	// assumed5m: a cache write without a lifetime was taken for one of 5 minutes.
	assumed5m bool
}

// consume splits what a provider reported into units that do not overlap, so that each token is billed once. Which units
// the row prices apart decides only how fine the split is. It returns UnknownUsage or InvalidUsage, or Priced when all is
// well.
func (c *consumption) consume(u *call.Usage, t *terms) Status {
	hasInput, hasOutput := u.InputTokens.IsSet(), u.OutputTokens.IsSet()
	if (!hasInput && t.prices[input] != nil) || (!hasOutput && t.prices[output] != nil) || (!hasInput && !hasOutput && u.Tools == nil) {
		return UnknownUsage
	}
	in, out := u.InputTokens.Or(0), u.OutputTokens.Or(0)
	read, readAudio, readImage, readVideo := u.CacheReadTokens.Or(0), u.CacheReadAudioTokens.Or(0), u.CacheReadImageTokens.Or(0), u.CacheReadVideoTokens.Or(0)
	write5m, write1h := u.CacheWrite5mTokens.Or(0), u.CacheWrite1hTokens.Or(0)
	audio, image, video := u.InputAudioTokens.Or(0), u.InputImageTokens.Or(0), u.InputVideoTokens.Or(0)
	audioOut, imageOut, videoOut := u.OutputAudioTokens.Or(0), u.OutputImageTokens.Or(0), u.OutputVideoTokens.Or(0)
	thought := u.ReasoningTokens.Or(0)
	if anyInvalid(in, out, read, readAudio, readImage, readVideo, write5m, write1h, audio, image, video, audioOut, imageOut, videoOut, thought) {
		return InvalidUsage
	}
	// No sum below can overflow now.
	write := u.CacheWriteTokens.Or(write5m + write1h)
	writeOther := write - write5m - write1h
	if anyInvalid(write, writeOther, out-thought, in-image, in-video, image-readImage, video-readVideo, read-readAudio-readImage-readVideo) {
		return InvalidUsage
	}
	for _, tool := range u.Tools {
		if anyInvalid(tool.Quantity) {
			return InvalidUsage
		}
	}
	apart := func(unit unit, n int64) int64 {
		if t.prices[unit] == nil {
			return 0
		}
		return n
	}
	imageApart, videoApart := apart(inputImage, image-readImage), apart(inputVideo, video-readVideo)
	readImageApart, readVideoApart := apart(cacheReadImage, readImage), apart(cacheReadVideo, readVideo)
	thoughtApart := apart(reasoning, thought)
	c.tokens = [unitCount]int64{
		input:          in - read - write - (audio - readAudio) - imageApart - videoApart,
		inputAudio:     audio - readAudio,
		inputImage:     imageApart,
		inputVideo:     videoApart,
		cacheRead:      read - readAudio - readImageApart - readVideoApart,
		cacheReadAudio: readAudio,
		cacheReadImage: readImageApart,
		cacheReadVideo: readVideoApart,
		cacheWrite:     writeOther,
		cacheWrite5m:   write5m,
		cacheWrite1h:   write1h,
		output:         out - audioOut - imageOut - videoOut - thoughtApart,
		outputAudio:    audioOut,
		outputImage:    imageOut,
		outputVideo:    videoOut,
		reasoning:      thoughtApart,
	}
	if t.prices[cacheWrite5m] != nil && t.prices[cacheWrite] == nil {
		c.tokens[cacheWrite] = 0
		c.tokens[cacheWrite5m] += writeOther
		c.assumed5m = writeOther > 0
	}
	for _, n := range c.tokens {
		if n < 0 {
			return InvalidUsage
		}
	}
	c.inputTokens = in
	c.hasCacheCounts = u.CacheReadTokens.IsSet() || u.CacheWriteTokens.IsSet() || u.CacheWrite5mTokens.IsSet() || u.CacheWrite1hTokens.IsSet()
	return Priced
}

func anyInvalid(counts ...int64) bool {
	for _, n := range counts {
		if n < 0 || n > maxQuantity {
			return true
		}
	}
	return false
}

// sortedTools returns the tools by unit, in place where they are already: a cost has one order.
func sortedTools(tools []call.ToolUse) []call.ToolUse {
	byUnit := func(a, b call.ToolUse) int { return strings.Compare(a.Unit, b.Unit) }
	if slices.IsSortedFunc(tools, byUnit) {
		return tools
	}
	sorted := slices.Clone(tools)
	slices.SortFunc(sorted, byUnit)
	return sorted
}

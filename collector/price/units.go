package price

// unit is a token unit: what service tiers, context tiers, speeds and regions move. Units are disjoint: a token is of
// exactly one. The order is that of a cost's lines.
type unit uint8

const (
	input unit = iota // text and, unless the row prices them apart, images and video
	inputAudio
	inputImage
	inputVideo
	cacheRead
	cacheReadAudio
	cacheReadImage
	cacheReadVideo
	cacheWrite // a write without a lifetime, where the provider has one price for all
	cacheWrite5m
	cacheWrite1h
	output
	outputAudio
	outputImage
	outputVideo
	reasoning
	unitCount
)

var unitNames = [unitCount]string{
	"input", "input_audio", "input_image", "input_video",
	"cache_read", "cache_read_audio", "cache_read_image", "cache_read_video",
	"cache_write", "cache_write_5m", "cache_write_1h",
	"output", "output_audio", "output_image", "output_video",
	"reasoning",
}

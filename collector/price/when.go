package price

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// What a variant may depend on.
const (
	onServiceTier uint8 = 1 << iota
	onSpeed
	onRegion
	onContextInput
	onWindow
)

// standard is the tier and the speed without a name of their own in the catalogue.
const standard = "standard"

// when is conditions on the circumstances of a call; those that are there must all hold.
type when struct {
	serviceTier, speed []string
	regions            []string
	exceptRegions      bool
	minInput           int64
	windows            []window
}

// window is a stretch of the day in UTC minutes, half-open, over midnight when it ends before it begins.
type window struct {
	from, to   int64
	weekdays   []int64 // 0 is Sunday; nil is every day
	exceptDays []int64 // days since 1970-01-01
}

// circumstances of a call that a price may depend on, already in the catalogue's words.
type circumstances struct {
	serviceTier, speed string
	region             string // empty when unknown
	inputTokens        int64  // total input, cached or not
	atUnixNano         int64
}

var (
	whenKeys = []string{"service_tier", "speed", "region", "context_input", "window"}
	weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
	isMinute = regexp.MustCompile(`^([01][0-9]|2[0-4]):[0-5][0-9]$`).MatchString
)

func (w *when) holds(c *circumstances) bool {
	if w.serviceTier != nil && !slices.Contains(w.serviceTier, c.serviceTier) {
		return false
	}
	if w.speed != nil && !slices.Contains(w.speed, c.speed) {
		return false
	}
	if w.regions != nil && (c.region == "" || slices.Contains(w.regions, c.region) == w.exceptRegions) {
		return false
	}
	if c.inputTokens < w.minInput {
		return false
	}
	return w.windows == nil || slices.ContainsFunc(w.windows, func(each window) bool { return each.contains(c.atUnixNano) })
}

func (w *window) contains(atUnixNano int64) bool {
	minutes := floorDiv(atUnixNano, 60_000_000_000)
	day := floorDiv(minutes, 1440)
	minute := minutes - day*1440
	if slices.Contains(w.exceptDays, day) {
		return false
	}
	weekday := (day + 4) % 7 // 1970-01-01 was a Thursday
	if weekday < 0 {
		weekday += 7
	}
	if w.weekdays != nil && !slices.Contains(w.weekdays, weekday) {
		return false
	}
	if w.from <= w.to {
		return minute >= w.from && minute < w.to
	}
	return minute >= w.from || minute < w.to
}

func floorDiv(a, b int64) int64 {
	quotient := a / b
	if a%b < 0 {
		quotient--
	}
	return quotient
}

func readWhen(f *field) (w when, dimensions uint8) {
	f.mapping(whenKeys...)
	if tier := f.at("service_tier"); !tier.isAbsent() {
		w.serviceTier = readIDs(tier.oneOrMore())
		dimensions |= onServiceTier
	}
	if speed := f.at("speed"); !speed.isAbsent() {
		w.speed = readIDs(speed.oneOrMore())
		dimensions |= onSpeed
	}
	if region := f.at("region"); !region.isAbsent() {
		if region.isMapping() {
			region = region.mapping("except").at("except")
			w.exceptRegions = true
		}
		w.regions = readIDs(region.oneOrMore())
		dimensions |= onRegion
	}
	if context := f.at("context_input"); !context.isAbsent() {
		context.mapping("gt", "gte")
		gt, gte := context.at("gt"), context.at("gte")
		switch {
		case gt.isAbsent() == gte.isAbsent():
			context.fail("either gt or gte")
		case gt.isAbsent():
			w.minInput = gte.wholeNumber()
		default:
			w.minInput = gt.wholeNumber() + 1
		}
		dimensions |= onContextInput
	}
	if windows := f.at("window"); !windows.isAbsent() {
		for _, each := range windows.oneOrMore() {
			w.windows = append(w.windows, readWindow(each))
		}
		dimensions |= onWindow
	}
	if dimensions == 0 {
		f.fail("a condition is missing")
	}
	return w, dimensions
}

func readWindow(f *field) window {
	f.mapping("utc_from", "utc_to", "weekdays", "except_dates")
	w := window{from: readMinute(f.at("utc_from")), to: readMinute(f.at("utc_to"))}
	if days := f.at("weekdays"); !days.isAbsent() {
		w.weekdays = []int64{}
		for _, day := range days.list() {
			index := slices.Index(weekdays, day.text())
			if index < 0 {
				day.fail("expected one of %s", strings.Join(weekdays, ", "))
			}
			w.weekdays = append(w.weekdays, int64(index))
		}
	}
	if dates := f.at("except_dates"); !dates.isAbsent() {
		for _, date := range dates.list() {
			w.exceptDays = append(w.exceptDays, floorDiv(readInstant(date).Unix(), 86400))
		}
	}
	return w
}

func readMinute(f *field) int64 {
	text := f.text()
	if !isMinute(text) {
		f.fail("expected a time of day such as \"16:30\"")
		return 0
	}
	minute := int64(text[0]-'0')*600 + int64(text[1]-'0')*60 + int64(text[3]-'0')*10 + int64(text[4]-'0')
	if minute > 1440 {
		f.fail("expected a time of day such as \"16:30\"")
	}
	return minute
}

// readInstant reads 2025-06-10 (midnight) or 2025-06-10T16:00:00Z, always UTC.
func readInstant(f *field) time.Time {
	text := f.text()
	layout := "2006-01-02T15:04:05Z"
	if len(text) == len(time.DateOnly) {
		layout = time.DateOnly
	}
	at, err := time.Parse(layout, text)
	if err != nil || !strings.HasPrefix(text, "20") || len(text) != len(layout) {
		f.fail("expected a UTC instant such as \"2025-06-10\" or \"2025-06-10T16:00:00Z\"")
	}
	return at
}

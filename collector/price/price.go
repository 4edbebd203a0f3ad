package price

import "github.com/taskmeter/taskmeter/collector/call"

// PriceOf writes the price of one call to out, whose slices it reuses. Pure and total: whatever comes in, a status comes
// out. It allocates nothing once the model was seen.
func (c *Catalogue) PriceOf(q *Query, out *Cost) {
	out.Reset()
	out.Catalogue = c.version
	if q.Usage != nil && q.Usage.ReportedUSD != "" {
		out.report(q.Usage.ReportedUSD)
		return
	}
	if q.Model == "" {
		out.Status = UnknownModel
		return
	}
	known := c.match(q.Provider, q.Model)
	tariff, overridden := known.tariffAt(q.AtUnixNano)
	if tariff == nil {
		out.Status = UnknownModel
		return
	}
	out.Overridden = overridden
	if q.Usage == nil {
		out.Status = UnknownUsage
		return
	}
	charged := tariff.row.terms()
	var used consumption
	if out.Status = used.consume(q.Usage, charged); out.Status != Priced {
		return
	}
	region := known.region
	if region == "" {
		region = asciiLower(q.Region)
	}
	rates := tariff.pricesFor(charged, &circumstances{
		serviceTier: serviceTierOf(q.ServiceTier),
		speed:       speedOf(q.Speed),
		region:      region,
		inputTokens: used.inputTokens,
		atUnixNano:  q.AtUnixNano,
	})
	out.bill(&used, rates, tariff.fees(charged), charged.eachCall, q.Usage.Tools)
	if out.Total.Sign() < 0 { // beyond 128 bits: amounts are below 2¹²⁴ each, so a sum shows here before it wraps to positive
		c.notPriced(InvalidUsage, out)
		return
	}
	switch {
	case len(out.UnpricedUnits) > 0:
		out.Status = Partial
	case charged.modelled:
		out.Status = Modelled
	}
	out.HasTotal = out.Status != Partial || len(out.Lines) > 0
	out.PriceID = tariff.priceID
	if used.assumed5m {
		out.Assumed = append(out.Assumed, "cache_write_5m")
	}
	if used.hasCacheCounts {
		out.CacheSaving, out.HasCacheSaving = used.cacheSaving(rates)
	}
	if thought, ok := q.Usage.ReasoningTokens.Get(); ok {
		out.Reasoning, out.HasReasoning = reasoningShare(rates, thought)
	}
}

// bill adds a line for each unit that was used.
func (c *Cost) bill(used *consumption, rates *rateList, fees map[string]fee, eachCall []string, tools []call.ToolUse) {
	for unit, quantity := range used.tokens {
		if quantity > 0 {
			c.add(unitNames[unit], quantity, rates[unit])
		}
	}
	tools = sortedTools(tools)
	for _, tool := range tools {
		if fee := fees[tool.Unit]; tool.Quantity > 0 {
			c.add(tool.Unit, max(tool.Quantity, fee.min), fee.rate)
		}
	}
	for _, unit := range eachCall {
		if fee := fees[unit]; !isUsed(tools, unit) {
			c.add(unit, max(1, fee.min), fee.rate)
		}
	}
}

// reasoningShare is the part of the output's cost that reasoning made.
func reasoningShare(rates *rateList, thought int64) (Atto, bool) {
	price := rates[output]
	if rates[reasoning].isListed() {
		price = rates[reasoning]
	}
	if !price.isListed() {
		return Atto{}, false
	}
	return price.amount(thought), true
}

func isUsed(tools []call.ToolUse, unit string) bool {
	for _, tool := range tools {
		if tool.Unit == unit && tool.Quantity > 0 {
			return true
		}
	}
	return false
}

// NotBilled writes the price of a failed call the provider does not bill: nothing, and known to be nothing.
func (c *Catalogue) NotBilled(out *Cost) {
	c.notPriced(NotBilled, out)
	out.HasTotal = true
}

func (c *Catalogue) notPriced(status Status, out *Cost) {
	out.Reset()
	out.Catalogue = c.version
	out.Status = status
}

func (c *Cost) add(unit string, quantity int64, price rate) {
	if c.Total.Sign() < 0 {
		return
	}
	if !price.isListed() {
		c.UnpricedUnits = append(c.UnpricedUnits, unit)
		return
	}
	amount := price.amount(quantity)
	c.Total = c.Total.Add(amount)
	c.Lines = append(c.Lines, Line{Unit: unit, Quantity: quantity, Amount: amount})
}

func (c *Cost) report(usd string) {
	total, err := ParseAtto(usd)
	if err != nil || total.Sign() < 0 {
		c.Status = InvalidUsage
		return
	}
	c.Status, c.Total, c.HasTotal = Reported, total, true
}

// serviceTierOf: OpenAI renamed priority to fast; a default is the standard. A tier this does not know keeps its name.
func serviceTierOf(tier string) string {
	switch lower := asciiLower(tier); lower {
	case "", "auto", "default", "standard_only", "on_demand":
		return standard
	case "fast":
		return "priority"
	default:
		return lower
	}
}

func speedOf(speed string) string {
	if speed == "" {
		return standard
	}
	return asciiLower(speed)
}

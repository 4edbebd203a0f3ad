package price

// tool is what calls of a tool of the application cost.
type tool struct {
	period
	name string
	// rate is for one call.
	rate   rate
	source *field
}

func readTool(f *field) tool {
	f.mapping("tool", "usd", "per", "from", "to", "note")
	if note := f.at("note"); !note.isAbsent() {
		note.text()
	}
	return tool{
		period: readPeriod(f.at("from"), f.at("to")),
		name:   f.at("tool").text(),
		rate:   readFraction(f.at("usd"), f.at("per").wholeNumber()).rate(),
		source: f,
	}
}

// ToolQuery is a call of a tool of the application.
type ToolQuery struct {
	// Tool is the tool's name, exactly as the application writes it.
	Tool string
	// AtUnixNano is the start of the call.
	AtUnixNano int64
	// ReportedUSD is what the call says it cost, an exact decimal. It wins over the price files; empty when it does not say.
	ReportedUSD string
}

// PriceOfTool writes what one call of a tool costs to out: Reported where the call says so, Priced where a price file has
// the tool, InvalidUsage where what the call says is no cost. For all others it returns false: a tool is free unless
// somebody says that it is not.
func (c *Catalogue) PriceOfTool(q *ToolQuery, out *Cost) bool {
	out.Reset()
	out.Catalogue = c.version
	if q.ReportedUSD != "" {
		out.report(q.ReportedUSD)
		return true
	}
	for _, l := range c.layers {
		for i := range l.tools[q.Tool] {
			each := &l.tools[q.Tool][i]
			if !each.contains(q.AtUnixNano) {
				continue
			}
			out.Status, out.HasTotal = Priced, true
			out.add("tool_call", 1, each.rate)
			out.PriceID = "tool/" + each.name + each.since()
			return true
		}
	}
	return false
}

package figures

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"ruggensteun/domain/codes"
)

// WriteFunnelCSV writes a funnel as one line per number: of which group, at which stage,
// what is counted, the number, how many it is of, the unit, the position and the
// definition. A time that was not reached has no number. COMPLETENESS and COVERAGE stand
// behind them, as in other views.
func WriteFunnelCSV(w io.Writer, f Funnel, l Language) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true // RFC 4180
	t := funnelLines{f: f, l: l, all: [][]string{{"group", "group_label", "stage", "stage_label", "measure", "number", "of", "unit", "position", "definition"}}}
	for _, g := range f.Groups {
		t.group(g)
	}
	if f.Invented > 0 {
		t.add(value{"INVENTED", dimensions[Invented].text}, value{}, "YES", &f.Invented, t.read(f.Groups[0].N))
	}
	for _, c := range f.Completeness {
		t.add(value{"COMPLETENESS:" + codes.Code(c.Dimension), dimensions[c.Dimension].text}, value{}, "ANSWERED", &c.Answered, strconv.Itoa(c.Of))
	}
	for _, e := range f.Coverage.Employers {
		months := len(e.Months)
		t.add(value{"COVERAGE:" + e.Employer, Text{e.Name, e.Name}}, value{}, "MONTHS", &months, strconv.Itoa(f.Coverage.Months))
	}
	if err := out.WriteAll(t.all); err != nil {
		return fmt.Errorf("write the chain as csv: %w", err)
	}
	return nil
}

type funnelLines struct {
	f   Funnel
	l   Language
	all [][]string
}

// count adds a number as it reads; of one that is kept back there stands nothing.
func (t *funnelLines) count(group, stage value, measure string, n, of Count) {
	t.line(group, stage, measure, t.read(n), t.read(of))
}

func (t *funnelLines) read(n Count) string {
	if n == KeptBack {
		return ""
	}
	return n.Read(t.f.Protection != nil)
}

func (t *funnelLines) add(group, stage value, measure string, n *int, of string) {
	number := ""
	if n != nil {
		number = strconv.Itoa(*n)
	}
	t.line(group, stage, measure, number, of)
}

func (t *funnelLines) line(group, stage value, measure, number, of string) {
	t.all = append(t.all, []string{
		Inert(string(group.code)), Inert(group.label.In(t.l)), string(stage.code), Inert(stage.label.In(t.l)), measure, number, of,
		string(t.f.Unit), strconv.FormatInt(int64(t.f.Position), 10), Inert(t.definition()),
	})
}

// definition says in every line also how it was protected, so that none travels without.
func (t *funnelLines) definition() string {
	said := Text{t.f.DefinitionNL, t.f.Definition}.In(t.l)
	if t.f.Protection != nil {
		said += " " + t.f.Protection.In(t.l)
	}
	return said
}

func (t *funnelLines) group(g FunnelGroup) {
	of := value{g.Value, g.Label}
	for _, s := range g.Stages {
		at := value{s.Stage, s.Label}
		for r, n := range s.counts() {
			if t.f.Protection == nil || r < toldReaches {
				t.count(of, at, string(Reaches[r].Code), n, g.N)
			}
		}
		if s.Time == nil {
			continue
		}
		t.time(of, at, s)
	}
}

// time adds how long; protected there are only the three days.
func (t *funnelLines) time(of, at value, s FunnelStage) {
	if t.f.Protection == nil {
		for _, n := range []struct {
			measure string
			n       Count
		}{{"TIME_COUNTED", s.Time.N}, {"TIME_WENT_ON", s.Time.Left}, {"TIME_STILL_THERE", s.Time.Open}, {"TIME_DAY_UNKNOWN", s.Time.Undated}} {
			t.count(of, at, n.measure, n.n, s.Reached)
		}
	}
	for _, q := range []struct {
		measure string
		Lasted
	}{{"DAYS_LOWER_QUARTILE", s.Time.Lower}, {"DAYS_MEDIAN", s.Time.Median}, {"DAYS_UPPER_QUARTILE", s.Time.Upper}} {
		t.add(of, at, q.measure, q.Days, t.read(s.Time.N))
		if t.f.Protection == nil {
			t.add(of, at, q.measure+"_FROM", q.From, t.read(s.Time.N))
			t.add(of, at, q.measure+"_TO", q.To, t.read(s.Time.N))
		}
	}
	for _, r := range s.Time.AtRisk {
		t.count(of, at, "AT_RISK_"+strconv.Itoa(r.Day), r.N, s.Time.N)
	}
}

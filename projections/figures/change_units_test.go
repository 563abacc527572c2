package figures_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// Between the two moments, the second of them now and the first noon of 1 March 2026, this was
// recorded of what chainOf has.
func TestWhatOfOtherUnitsStandsInWhichPart(t *testing.T) {
	t.Parallel()
	first, second := uuid.UUID{0x1, 1}, uuid.UUID{0x1, 2}
	made := func(n byte, date string) func(*docket) {
		return func(d *docket) {
			d.tell(uuid.UUID{0xA, n}, "03-02", aangifte.Made{Employer: rotterdam, Regime: "AVG", Content: aangifte.Content{On: on(date), Incidents: []uuid.UUID{second}}})
		}
	}
	opened := func(step string, links ...prosecution.Link) func(*docket) {
		return func(d *docket) { d.tell(d.open(7, "03-02", links...), "03-02", heard(1, "AANG", step)) }
	}
	telling := func(n byte, bodies ...prosecution.Event) func(*docket) {
		return func(d *docket) {
			for _, b := range bodies {
				d.tell(caseID(n), "03-02", b)
			}
		}
	}
	hit := func(of, who uuid.UUID, health facts.Health) func(*docket) {
		return func(d *docket) {
			key := facts.InvolvementKey(of, who)
			d.tell(caseID(9), "03-02", prosecution.Opened{Employer: rotterdam, Regime: "AVG"})
			d.hits = append(d.hits, facts.Version[facts.Involvement]{
				Head: projections.Head{Key: key, Position: d.last(), Parent: of, Employer: rotterdam}, Row: facts.Involvement{Person: who, Health: health},
			})
		}
	}
	again := func(of byte, change ...func(*facts.Incident)) func(*docket) {
		return func(d *docket) {
			d.tell(caseID(9), "03-02", prosecution.Opened{Employer: rotterdam, Regime: "AVG"})
			d.incident = append(d.incident, incidentAt(d.last(), of, rotterdam, append([]func(*facts.Incident){at("ROAD")}, change...)...))
		}
	}
	both := func(all ...func(*docket)) func(*docket) {
		return func(d *docket) {
			for _, do := range all {
				do(d)
			}
		}
	}
	for name, c := range map[string]struct {
		unit  figures.Unit
		rows  figures.Dimension
		tell  func(*docket)
		total map[figures.Part]int
		row   codes.Code
		in    map[figures.Part]int
	}{
		"an aangifte that was made since":             {unit: figures.CountAangiften, tell: made(2, "2026-03-01"), total: one(figures.PartLate, 1)},
		"an aangifte of the day after":                {unit: figures.CountAangiften, tell: made(2, "2026-03-02"), total: one(figures.PartNew, 1)},
		"an aangifte that never was":                  {unit: figures.CountAangiften, tell: func(d *docket) { d.tell(uuid.UUID{0xA, 1}, "03-02", aangifte.Retracted{}) }, total: one(figures.PartWithdrawn, -1)},
		"an aangifte that came and went":              {unit: figures.CountAangiften, tell: both(made(2, "2026-01-05"), func(d *docket) { d.tell(uuid.UUID{0xA, 2}, "03-02", aangifte.Retracted{}) })},
		"a case whose first step was before":          {unit: figures.CountCases, tell: opened("2026-02-28"), total: one(figures.PartLate, 1)},
		"a case whose first step was since":           {unit: figures.CountCases, tell: opened("2026-03-02"), total: one(figures.PartNew, 1)},
		"a case that goes on as another":              {unit: figures.CountCases, tell: telling(1, prosecution.Merged{Into: caseID(2)}), total: one(figures.PartMerged, -1)},
		"a case merged and split again":               {unit: figures.CountCases, tell: telling(1, prosecution.Merged{Into: caseID(2)}, prosecution.SplitOff{})},
		"a case of another incident":                  {unit: figures.CountCases, rows: figures.Place, tell: telling(3, prosecution.Linked{Link: to(prosecution.ToIncident, second)}), row: "HOME", in: one(figures.PartCorrectedIn, 1)},
		"a step that was heard late":                  {unit: figures.CountSteps, tell: telling(1, heard(5, "PV_OM", "2026-01-30")), total: one(figures.PartLate, 1)},
		"a step that is new":                          {unit: figures.CountSteps, rows: figures.Step, tell: telling(1, heard(5, "PV_OM", "2026-03-04")), total: one(figures.PartNew, 1), row: "PV_OM", in: one(figures.PartNew, 1)},
		"a step that was taken back":                  {unit: figures.CountSteps, tell: telling(1, prosecution.NoticeWithdrawn{ID: uuid.UUID{15: 2}}), total: one(figures.PartWithdrawn, -1)},
		"a step that was another one":                 {unit: figures.CountSteps, rows: figures.Step, tell: telling(1, prosecution.NoticeCorrected{Notice: heard(2, "SB", "2026-01-20").Notice}), row: "SB", in: one(figures.PartCorrectedIn, 1)},
		"a suspect of an old incident":                {unit: figures.CountSuspects, tell: both(again(2, occurred(2026, 2, 1)), opened("2026-03-02", to(prosecution.ToIncident, second), to(prosecution.ToSuspect, uuid.UUID{0xF, 2}))), total: one(figures.PartLate, 1)},
		"a worker who was hit in a known incident":    {unit: figures.CountWorkers, tell: hit(second, kees, "I2|||"), total: one(figures.PartCorrectedIn, 1)},
		"a worker who was worse off than was thought": {unit: figures.CountWorkers, rows: figures.Injury, tell: hit(first, kees, "I2|||"), row: "I2", in: one(figures.PartCorrectedIn, 1)},
		"whose injury was forgotten":                  {unit: figures.CountWorkers, rows: figures.Injury, tell: hit(first, kees, facts.Health(facts.Forgotten)), row: "I1", in: one(figures.PartErased, -1)},
		"a worker of a late report":                   {unit: figures.CountWorkers, tell: both(again(6, occurred(2026, 2, 1)), hit(uuid.UUID{0x1, 6}, kees, "I2|||")), total: one(figures.PartLate, 1)},
		"a worker of an incident since":               {unit: figures.CountWorkers, tell: both(again(6, occurred(2026, 3, 2)), hit(uuid.UUID{0x1, 6}, kees, "I2|||")), total: one(figures.PartNew, 1)},
		"the workers of a report that is withdrawn":   {unit: figures.CountWorkers, tell: again(2, withdrawn), total: one(figures.PartWithdrawn, -1)},
		"the one of two whose incident is another's":  {unit: figures.CountWorkers, tell: again(2, into(1)), total: one(figures.PartMerged, -1)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := chainOf()
			since := figures.Moment{Position: d.last(), At: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
			c.tell(d)
			got, err := d.engine(t).Change(figures.Question{Unit: c.unit, Rows: c.rows}, since, everybody)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.total, withoutNothing(got.Total), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("in all (-want +got):\n%s", diff)
			}
			found := c.row == ""
			for i, row := range got.Rows {
				if row != c.row {
					continue
				}
				found = true
				if diff := cmp.Diff(c.in, got.RowTotals[i].Parts, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("in %s (-want +got):\n%s", row, diff)
				}
			}
			if !found {
				t.Errorf("%s is not among %v", c.row, got.Rows)
			}
		})
	}
}

// The attack on other units: between two month ends nothing but one report came in, late, with a
// worker hit, an aangifte, a suspect and a case with a step. Nobody but the owner sees any of it.
func TestNothingShowsOfTheCaseOfALoneLateReport(t *testing.T) {
	t.Parallel()
	tell := func(late bool) *figures.Engine {
		return applied(t, nil, func(b *figures.Batch) {
			b.Through = 1000
			add := func(i int, at eventlog.Position, month time.Month) {
				v := incidentAt(at, 0, rotterdam, occurred(2026, month, 2))
				v.Key = uuid.UUID{0x2, byte(i >> 8), byte(i)}
				v.Parent = v.Key
				b.Incidents = append(b.Incidents, v)
				head := func(key, parent uuid.UUID) projections.Head {
					return projections.Head{Key: key, Position: at, Parent: parent, Employer: rotterdam}
				}
				who, of := uuid.UUID{0xB, byte(i >> 8), byte(i)}, uuid.UUID{0xC, byte(i >> 8), byte(i)}
				b.Involvements = append(b.Involvements, facts.Version[facts.Involvement]{Head: head(facts.InvolvementKey(v.Key, who), v.Key), Row: facts.Involvement{Person: who, Health: someHarms[i%2]}})
				b.Aangiften = append(b.Aangiften, facts.Version[facts.Aangifte]{Head: head(uuid.UUID{0xA, byte(i >> 8), byte(i)}, v.Key), Row: facts.Aangifte{Incidents: []uuid.UUID{v.Key}}})
				b.Cases = append(b.Cases, facts.Version[facts.Case]{Head: head(of, of), Row: facts.Case{Suspect: uuid.UUID{0xF, byte(i >> 8), byte(i)}, Incidents: []uuid.UUID{v.Key}}})
				b.Steps = append(b.Steps, facts.Version[facts.Step]{Head: head(facts.StepKey(of, firstNotice), of), Row: facts.Step{Case: of, Notice: firstNotice, Told: facts.ToldText(prosecution.Told{Step: someSteps[i%2]})}})
			}
			for i := range 130 {
				add(i, eventlog.Position(i+2), time.Month(1+i/65))
			}
			if late {
				add(200, 500, time.January)
			}
		})
	}
	with, without := tell(true), tell(false)
	epochs := inLocal(busyEpochs)
	epochs[0].Position, epochs[1].Position = 66, 131
	for _, unit := range otherUnits {
		for _, rows := range append([]figures.Dimension{figures.All, figures.Place, figures.Month}, itsOwn[unit]...) {
			if rows == figures.Invented { // is told of the whole
				continue
			}
			for _, audience := range []access.Audience{access.ForAnalysts, access.ForPublic} {
				q := figures.Question{Unit: unit, Rows: rows, Epochs: epochs}
				var told [2]figures.Change
				for i, engine := range []*figures.Engine{with, without} {
					var err error
					if told[i], err = engine.Change(q, figures.Moment{Position: 131, At: epochs[1].End}, access.Scope{All: true, For: audience}); err != nil {
						t.Fatal(err)
					}
				}
				if diff := cmp.Diff(told[1], told[0]); diff != "" {
					t.Errorf("%s: the late report shows (-without +with):\n%s", q, diff)
				}
				each(told[0], func(cell [2]codes.Code, of figures.Changed) {
					if len(of.Parts) > 0 || of.Difference != nil && *of.Difference != 0 {
						t.Errorf("%s %v: %+v, where all that came in was one report", q, cell, of)
					}
				})
			}
		}
	}
}

var firstNotice = uuid.UUID{15: 1}

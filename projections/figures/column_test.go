package figures_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
	"ruggensteun/projections/facts"
	"ruggensteun/projections/figures"
)

// More different answers than two bytes can number: the columns are widened in the
// middle of a chunk, while an answer of before is asked again.
func TestMoreAnswersThanTwoBytesHold(t *testing.T) {
	t.Parallel()
	const most = 70_000
	place := func(n int) codes.Code { return codes.Code(fmt.Sprintf("P%d", n)) }
	b := figures.Batch{Through: most}
	for n := 1; n <= most; n++ {
		v := incidentAt(eventlog.Position(n), 0, rotterdam, at(place(n)))
		v.Key = uuid.UUID{0x1, byte(n >> 16), byte(n >> 8), byte(n)}
		v.Parent = v.Key
		b.Incidents = append(b.Incidents, v)
	}
	first, second := b, b
	first.Through, first.Incidents, second.Incidents = 65_530, b.Incidents[:65_530], b.Incidents[65_530:]
	engine := loaded(t, first)
	before := ask(t, engine, figures.Question{Rows: figures.Place}, everybody)
	if err := engine.Apply(second); err != nil {
		t.Fatal(err)
	}
	after := ask(t, engine, figures.Question{Rows: figures.Place}, everybody)
	for _, c := range []struct {
		a figures.Answer
		n int
	}{{before, 65_530}, {after, most}, {ask(t, engine, figures.Question{Rows: figures.Place, AsOf: 65_530}, everybody), 65_530}} {
		rows := rowsOf(c.a)
		if c.a.Total.N != c.n || rows[place(1)] != 1 || rows[place(c.n)] != 1 || rows[place(65_000)] != 1 {
			t.Errorf("it counts %d, want %d", c.a.Total.N, c.n)
		}
		for code, n := range rows {
			if n != 1 {
				t.Fatalf("%s stands %d times", code, n)
			}
		}
	}
}

func TestWhatIsToldTogetherIsOneCell(t *testing.T) {
	t.Parallel()
	engine := loaded(t, figures.Batch{Through: 9, Incidents: []facts.Version[facts.Incident]{
		incidentAt(1, 1, rotterdam, func(r *facts.Incident) {
			r.Measures = []codes.Code{"TALK|WORKED", "WARN|WORSE", "TALK|NO", "NONE|NOT_RECORDED"}
			r.Behaviours, r.Completions = []codes.Code{"HIT", "SPIT"}, []codes.Code{"HIT|ATTEMPTED", "SPIT|NOT_RECORDED"}
		}),
		incidentAt(2, 2, rotterdam, func(r *facts.Incident) { r.Measures = []codes.Code{codes.Unknown + "|NOT_RECORDED"} }),
		incidentAt(3, 3, rotterdam),
	}})
	for _, c := range []struct {
		rows, columns figures.Dimension
		want          map[[2]codes.Code]int
	}{
		{figures.Measure, figures.Effect, map[[2]codes.Code]int{
			{"TALK", "WORKED"}: 1, {"WARN", "WORSE"}: 1, {"TALK", "NO"}: 1, {"NONE", codes.NotApplicable}: 1,
			{codes.Unknown, codes.Unknown}: 1, {codes.NotRecorded, codes.NotRecorded}: 1,
		}},
		{figures.Completion, figures.Behaviour, map[[2]codes.Code]int{
			{"ATTEMPTED", "HIT"}: 1, {codes.NotRecorded, "SPIT"}: 1, {codes.NotRecorded, codes.NotRecorded}: 2,
		}},
		{figures.BehaviourGroup, figures.Behaviour, map[[2]codes.Code]int{{"PHYSICAL", "HIT"}: 1, {"PHYSICAL", "SPIT"}: 1, {codes.NotRecorded, codes.NotRecorded}: 2}},
	} {
		a := ask(t, engine, figures.Question{Rows: c.rows, Columns: c.columns}, everybody)
		for i, row := range a.Rows {
			for j, column := range a.Columns {
				if got := a.Cells[i][j].N; got != c.want[[2]codes.Code{row, column}] {
					t.Errorf("%s × %s: %d, want %d", row, column, got, c.want[[2]codes.Code{row, column}])
				}
			}
		}
		if a.Total.N != 3 {
			t.Errorf("%s by %s: total %d", c.rows, c.columns, a.Total.N)
		}
	}
}

func involvedAt(p eventlog.Position, id, worker byte, injury codes.Code) facts.Version[facts.Involvement] {
	v := facts.Version[facts.Involvement]{Row: facts.Involvement{Person: uuid.UUID{0xB, worker}, Health: facts.HealthText(person.Health{Injury: injury})}}
	v.Position, v.Parent, v.Employer = p, uuid.UUID{0x1, id}, rotterdam
	v.Key = facts.InvolvementKey(v.Parent, v.Row.Person)
	return v
}

// An injury changes by itself, before the incident's row, beside it, behind it and
// behind the last version of any incident in a batch.
func TestInjuriesOfAllWorkersWhoAreNamed(t *testing.T) {
	t.Parallel()
	engine := loaded(t,
		figures.Batch{Through: 4, Incidents: []facts.Version[facts.Incident]{
			incidentAt(2, 1, rotterdam), incidentAt(3, 2, rotterdam, func(r *facts.Incident) { r.Reach = "NEAR_MISS" }), incidentAt(4, 3, rotterdam),
		}, Beside: figures.Beside{Involvements: []facts.Version[facts.Involvement]{involvedAt(1, 9, 1, "I6"), involvedAt(2, 1, 1, "I1"), involvedAt(2, 1, 2, "I0")}}},
		figures.Batch{Through: 6, Beside: figures.Beside{Involvements: []facts.Version[facts.Involvement]{involvedAt(5, 1, 1, "I4")}}},
		figures.Batch{Through: 7, Incidents: []facts.Version[facts.Incident]{incidentAt(7, 1, rotterdam, at("HOME"))}},
	)
	missing := map[codes.Code]int{codes.NotApplicable: 1, codes.NotRecorded: 1}
	for asOf, want := range map[eventlog.Position]map[codes.Code]int{
		1: {}, 2: {"I0": 1, "I1": 1}, 4: {"I0": 1, "I1": 1}, 5: {"I0": 1, "I4": 1}, 7: {"I0": 1, "I4": 1},
	} {
		rows := rowsOf(ask(t, engine, figures.Question{Rows: figures.Injury, AsOf: asOf}, everybody))
		for _, code := range []codes.Code{"I0", "I1", "I4", "I6"} {
			if rows[code] != want[code] {
				t.Errorf("as of %d %d incidents have %s, want %d", asOf, rows[code], code, want[code])
			}
		}
		for code, n := range missing {
			if asOf >= 4 && rows[code] != n {
				t.Errorf("as of %d %d incidents are %s, want %d", asOf, rows[code], code, n)
			}
		}
	}
}

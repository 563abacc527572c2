package figures

import (
	"slices"
	"strings"

	"ruggensteun/domain/fault"
)

// What can be counted beside incidents and what a funnel counts. Incidents are what all of
// it is of: filters, rows and columns are theirs.
const (
	CountAangiften Unit = "aangifte" // each criminal complaint that was made
	CountSteps     Unit = "step"     // each notice of a case
)

// Units are all that a free question can count.
var Units = []Unit{CountIncidents, CountWorkers, CountSuspects, CountAangiften, CountCases, CountSteps}

// UnitNames are they, to be read.
func UnitNames() string {
	names := make([]string, len(Units))
	for i, u := range Units {
		names[i] = string(u)
	}
	return strings.Join(names, ", ")
}

// ofOneIncident tells whether each is of exactly one incident.
func (u Unit) ofOneIncident() bool { return u == CountIncidents || u == CountWorkers }

// all is the one line of a table that is not broken down.
func (u Unit) all() Text {
	return Text{NL: "alle " + u.Named().NL, EN: "all " + u.Named().EN}
}

// heading names the numbers of a CSV file.
func (u Unit) heading() string {
	if u == CountAangiften {
		return "aangiften"
	}
	return string(u) + "s"
}

// overlap says why cells add up to more than their total.
func (u Unit) overlap() Text {
	switch u {
	case CountIncidents:
		return Text{
			"; een incident met meer waarden telt bij elk daarvan en één keer in het totaal",
			"; an incident with several values counts under each and once in the total",
		}
	case CountWorkers:
		return Text{
			"; een geraakte medewerker van een incident met meer waarden telt bij elk daarvan en één keer in het totaal",
			"; a worker hit in an incident with several values counts under each and once in the total",
		}
	}
	return Text{
		"; wat van incidenten met meer waarden is telt bij elk daarvan en één keer in het totaal",
		"; what is of incidents with several values counts under each and once in the total",
	}
}

var countNotes = map[Unit]Text{
	CountWorkers: {
		" Elke medewerker telt één keer per incident, ook wie alleen is geteld en niet genoemd; wat er geteld wordt is de medewerker, en waarop het is ingedeeld is het incident.",
		" Each worker counts once per incident, also who was only counted and not named; what is counted is the worker, and what it is laid out by is the incident.",
	},
	CountSuspects: {
		" Elke verdachte met een dossier telt één keer, hoeveel incidenten en zaken er ook zijn; wie is vrijgepleit telt mee. Filters en indeling volgen de incidenten, en één daarvan is genoeg.",
		" Each suspect with a file counts once, however many incidents and cases there are; who was cleared counts too. Filters and layout follow the incidents, and one of them is enough.",
	},
	CountAangiften: {
		" Een aangifte telt één keer, van hoeveel incidenten zij ook is; een die er nooit was telt niet mee. Filters en indeling volgen de incidenten, en één daarvan is genoeg.",
		" An aangifte (criminal complaint) counts once, of however many incidents it is; one that never was does not count. Filters and layout follow the incidents, and one of them is enough.",
	},
	CountCases: {
		" Een zaak is van één verdachte, en samengevoegde zaken zijn er één. Filters en indeling volgen de incidenten van de zaak, en één daarvan is genoeg.",
		" A case is of one suspect, and merged cases are one. Filters and layout follow the incidents of the case, and one of them is enough.",
	},
	CountSteps: {
		" Een stap is één bericht over een zaak, ook als vergeten is wat erin stond; een ingetrokken bericht telt niet mee. Filters en indeling volgen de incidenten van de zaak, en één daarvan is genoeg.",
		" A step is one notice about a case, also where what it said was forgotten; one that was withdrawn does not count. Filters and layout follow the incidents of the case, and one of them is enough.",
	},
}

// unitNote says what is one, where that is not an incident.
func (p *plan) unitNote(l Language) string {
	note := countNotes[p.question.Unit].In(l)
	if p.asksOwn && slices.ContainsFunc(own[p.unit], func(d Dimension) bool { return d != Invented && (p.question.uses(d) || p.question.Base == d) }) {
		note += ownNotes[p.unit].In(l)
	}
	return note
}

var ownNotes = map[Unit]Text{
	CountWorkers: {
		" Letsel, verzuim en blootstelling zijn die van de medewerker zelf; van wie alleen is geteld is niets vastgelegd.",
		" Injury, absence and exposure are the worker's own; of who was only counted nothing is recorded.",
	},
	CountSteps: {
		" De soort stap is die van elk bericht zelf.",
		" The kind of step is that of each notice itself.",
	},
}

var noIncidentText = Text{"geen incident gekoppeld", "no incident linked"}

// ofEach are dimensions that an incident has of each of its suspects. Beside
// these themselves they would read as theirs, and are not: who is in one
// incident with somebody who was armed was not. What was done to a worker is his own.
var ofEach = map[Unit]struct {
	dimensions []Dimension
	whom       string
}{
	CountSuspects: {[]Dimension{Suspect, GroupSize, Nth, Since, AgeBand, History, Provenance}, "suspects"},
}

func (q Question) checkUnit(wrong *fault.Fields) {
	if !slices.Contains(Units, q.Unit) {
		wrong.Add("unit", "is not something that can be counted", "use one of "+UnitNames())
		return
	}
	each := ofEach[q.Unit]
	for field, d := range map[string]Dimension{"rows": q.Rows, "columns": q.Columns, "base": q.Base} {
		q.checkOwned(field, d, wrong)
		wrong.Check(!slices.Contains(each.dimensions, d), field, "is known of an incident's "+each.whom+" together, not of each", "count incidents by it")
	}
	for _, d := range q.Filters.ordered() {
		q.checkOwned("filter."+string(d), d, wrong)
		wrong.Check(!slices.Contains(each.dimensions, d), "filter."+string(d), "is known of an incident's "+each.whom+" together, not of each", "count incidents by it")
	}
}

// admitNoIncident makes room in a table for what is of no incident that is known.
func (p *plan) admitNoIncident() {
	if p.question.Unit.ofOneIncident() {
		return
	}
	for _, a := range []*axis{&p.rows, &p.columns} {
		if a.dimension != All && !p.owns(a.dimension) {
			a.values = append(slices.Clip(a.values), noIncident)
		}
	}
}

// withoutIncident is the place on an axis of what is of no incident.
func (a axis) withoutIncident() uint32 {
	value := noIncident
	if a.dimension == All {
		value = Everything
	}
	return uint32(slices.Index(a.values, value) + 1)
}

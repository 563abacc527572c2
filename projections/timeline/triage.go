package timeline

import (
	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/domain/triage"
	"ruggensteun/projections/figures"
)

// waiting tells the history of a notice that came by file.
func waiting(e triage.Event) figures.Text {
	switch e := e.(type) {
	case triage.Received:
		return join(text("Bericht uit een bestand wacht", "Notice from a file waits"), label(codes.TriageReason, e.Reason), under(e.Regime))
	case triage.Corrected:
		return join(text("Een later bestand zegt het anders", "A later file says it otherwise"), label(codes.TriageReason, e.Reason))
	case triage.Matched:
		return text("Verteld in een zaak", "Told in a case")
	case triage.SetAside:
		return text("Terzijde gelegd", "Set aside")
	case triage.Reopened:
		return text("Heropend", "Reopened")
	case triage.TakenBack:
		return text("De import is teruggedraaid", "The import was undone")
	case triage.Erased:
		return forgotten(e.Purpose, e.Reason)
	}
	return unknown(e)
}

func noteOfWaiting(e triage.Event) person.Held[string] {
	switch e := e.(type) {
	case triage.SetAside:
		return e.Reason
	case triage.Reopened:
		return e.Reason
	}
	return person.Held[string]{}
}

package timeline

import (
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/casework"
	"ruggensteun/domain/person"
	"ruggensteun/projections/figures"
)

// ofWork tells what was done about a file. Which term an alarm is of is sealed: it is in
// a sentence only where whoever asks had it opened.
func ofWork(e casework.Event) figures.Text {
	switch e := e.(type) {
	case casework.Opened:
		return text("Opvolging begonnen", "Follow-up begun")
	case casework.Assigned:
		return join(text("Toegewezen", "Assigned"), withStandIn(e.StandIn))
	case casework.HandOverOffered:
		if !e.SilentSince.IsZero() {
			return text("Aangeboden aan de vervanger, want niemand deed iets", "Offered to the stand-in, as nobody did anything")
		}
		return text("Overdracht aangeboden", "Hand-over offered")
	case casework.HandOverAccepted:
		return join(text("Overdracht aangenomen", "Hand-over accepted"), withStandIn(e.StandIn))
	case casework.HandOverDeclined:
		return text("Overdracht geweigerd", "Hand-over declined")
	case casework.HandOverWithdrawn:
		return text("Overdracht ingetrokken", "Hand-over withdrawn")
	case casework.Snoozed:
		return text("Weggelegd tot "+e.Until, "Put away until "+e.Until)
	case casework.Woken:
		return text("Teruggehaald", "Taken back")
	case casework.AlarmRaised:
		clock, _ := e.Clock.Get()
		due := strings.Replace(clock.Due, "T", " ", 1) // a day, or a minute of a term in hours
		return join(text("Alarm", "Alarm"), text(e.Kind.Words()), text(clock.Agreement, clock.Agreement), text(due, due))
	case casework.AlarmEnded:
		return join(text("Alarm voorbij", "Alarm over"), text(e.Because.Words()))
	}
	return unknown(e)
}

func withStandIn(id uuid.UUID) figures.Text {
	if id == uuid.Nil {
		return figures.Text{}
	}
	return text("met een vervanger", "with a stand-in")
}

func noteOfWork(e casework.Event) person.Held[string] {
	switch e := e.(type) {
	case casework.HandOverDeclined:
		return e.Reason
	case casework.Snoozed:
		return e.Reason
	}
	return person.Held[string]{}
}

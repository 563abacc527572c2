package timeline

import (
	"fmt"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
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
		if e.To == casework.Team {
			return text("Aangeboden aan iedereen die dossiers volgt, want niemand deed iets", "Offered to everybody who follows files, as nobody did anything")
		}
		if !e.SilentSince.IsZero() {
			return text("Aangeboden aan de vervanger, want niemand deed iets", "Offered to the stand-in, as nobody did anything")
		}
		return text("Overdracht aangeboden", "Hand-over offered")
	case casework.HandOverAccepted:
		return join(text("Overdracht aangenomen", "Hand-over accepted"), withStandIn(e.StandIn))
	case casework.NameChanged:
		return join(text("Iemand anders volgt het dossier", "Somebody else follows the file"), victimsToHear(len(e.Victims)))
	case casework.NameTold:
		return join(text("Nieuwe naam doorgegeven aan het slachtoffer", "New name told to the victim"), label(codes.TellingChannel, e.Channel), when(e.On), withDocument(e.Document))
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

func victimsToHear(n int) figures.Text {
	if n == 1 {
		return text("1 slachtoffer moet de nieuwe naam nog horen", "1 victim is to hear the new name")
	}
	return text(fmt.Sprintf("%d slachtoffers moeten de nieuwe naam nog horen", n), fmt.Sprintf("%d victims are to hear the new name", n))
}

func withDocument(id uuid.UUID) figures.Text {
	if id == uuid.Nil {
		return figures.Text{}
	}
	return text("document "+id.String(), "document "+id.String())
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

package retention_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/erasure"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	domain "ruggensteun/domain/retention"
	"ruggensteun/domain/suspect"
	"ruggensteun/projections"
	"ruggensteun/projections/retention"
)

var begin = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// book tells a ledger events in the order in which they were given, one a day.
type book struct {
	*retention.Ledger
	at int
}

func (b *book) told(s eventlog.Stream, body decider.Event, keys ...person.KeyRef) {
	b.at++
	var under []person.UnderKey
	for _, k := range keys {
		under = append(under, person.UnderKey{Key: k})
	}
	b.Take(projections.Event{Position: eventlog.Position(b.at), Stream: s, RecordedAt: begin.AddDate(0, 0, b.at), Body: body}, under)
}

func of(kind person.KeyKind, id uuid.UUID, p person.Purpose) person.KeyRef {
	return person.KeyRef{Kind: kind, Subject: id, Purpose: p}
}

func TestWhatIsKeptIsToldOfWhomAndUnderWhichLaw(t *testing.T) {
	t.Parallel()
	inc, worker, file, seen, docket, care := uuid.UUID{1}, uuid.UUID{2}, uuid.UUID{3}, uuid.UUID{4}, uuid.UUID{5}, uuid.UUID{6}
	b := &book{Ledger: retention.NewLedger()}
	b.told(suspect.Stream(file), suspect.Opened{Regime: "WPG"}, of(person.KeyOfPerson, file, person.ForProfile))
	b.told(prosecution.Stream(docket), prosecution.Opened{Regime: "WPG"})
	b.told(prosecution.Stream(docket), prosecution.NoticeReceived{}, of(person.KeyOfCase, docket, person.ForProsecution))
	b.told(prosecution.Stream(docket), prosecution.Closed{})
	b.told(incident.Stream(inc), incident.Registered{Regime: "WPG"}, of(person.KeyOfPerson, worker, person.ForIdentity), of(person.KeyOfIncident, inc, person.ForNarrative))
	b.told(incident.Stream(inc), incident.SuspectLinked{}, of(person.KeyOfPerson, seen, person.ForProfile))
	b.told(aftercare.Stream(care), aftercare.Opened{Regime: "AVG"})
	b.told(aftercare.Stream(care), aftercare.StepTold{}, of(person.KeyOfPerson, worker, person.ForCare))
	day := func(n int) time.Time { return begin.AddDate(0, 0, n) }
	got := b.Kept()
	for _, want := range []domain.Kept{
		{Of: domain.Of{Kind: domain.Suspect, Purpose: person.ForProfile, Regime: "WPG"}, ID: file, First: day(1), Last: day(1)},
		{Of: domain.Of{Kind: domain.Case, Purpose: person.ForProsecution, Regime: "WPG"}, ID: docket, First: day(3), Last: day(3), Ended: day(4)},
		{Of: domain.Of{Kind: domain.Worker, Purpose: person.ForIdentity, Regime: "WPG"}, ID: worker, First: day(5), Last: day(5)},
		{Of: domain.Of{Kind: domain.Incident, Purpose: person.ForNarrative, Regime: "WPG"}, ID: inc, First: day(5), Last: day(5)},
		{Of: domain.Of{Kind: domain.Incident, Purpose: person.ForProfile, Regime: "WPG"}, ID: inc, First: day(6), Last: day(6)},
		{Of: domain.Of{Kind: domain.Worker, Purpose: person.ForCare, Regime: "AVG"}, ID: worker, First: day(8), Last: day(8)},
	} {
		i := slices.Index(got, want)
		if i < 0 {
			t.Errorf("there is no %+v", want)
			continue
		}
		got = slices.Delete(got, i, i+1)
	}
	if len(got) > 0 {
		t.Errorf("there is also %+v", got)
	}
}

func TestWhatWasForgottenIsKeptNoMoreAndWhatIsToldAgainIs(t *testing.T) {
	t.Parallel()
	inc, worker, seen := uuid.UUID{1}, uuid.UUID{2}, uuid.UUID{4}
	b := &book{Ledger: retention.NewLedger()}
	b.at = 10
	b.told(erasure.Stream(worker), erasure.Erased{Purpose: person.ForIdentity})
	b.at = 0
	b.told(incident.Stream(inc), incident.Registered{}, of(person.KeyOfPerson, worker, person.ForIdentity), of(person.KeyOfIncident, inc, person.ForNarrative))
	b.told(incident.Stream(inc), incident.SuspectLinked{}, of(person.KeyOfPerson, seen, person.ForProfile))
	b.told(incident.Stream(inc), incident.Erased{Purpose: person.ForNarrative})
	b.told(incident.Stream(inc), incident.Erased{Purpose: person.ForProfile})
	if got := b.Kept(); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	b.told(incident.Stream(inc), incident.DetailsAdded{}, of(person.KeyOfIncident, inc, person.ForNarrative))
	b.at = 11
	b.told(incident.Stream(inc), incident.DetailsAdded{}, of(person.KeyOfPerson, worker, person.ForIdentity))
	got := b.Kept()
	if len(got) != 2 || got[0].First != begin.AddDate(0, 0, 5) || got[1].First != begin.AddDate(0, 0, 12) || got[1].Regime != "AVG" {
		t.Errorf("%+v", got)
	}
}

func TestACaseThatIsOpenedAgainHasNotEnded(t *testing.T) {
	t.Parallel()
	docket := uuid.UUID{5}
	b := &book{Ledger: retention.NewLedger()}
	b.told(prosecution.Stream(docket), prosecution.Opened{}, of(person.KeyOfCase, docket, person.ForNarrative))
	b.told(prosecution.Stream(docket), prosecution.Closed{})
	b.told(prosecution.Stream(docket), prosecution.Reopened{})
	if got := b.Kept(); len(got) != 1 || !got[0].Ended.IsZero() {
		t.Errorf("%+v", got)
	}
}

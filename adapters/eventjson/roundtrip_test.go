package eventjson_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/vault"
	"ruggensteun/domain/boundary"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vault.Source{})
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SliceOfN(anyEvent(), 1, 5).Draw(t, "events")
		got, err := w.codec(person.Purposes()...).Decode(context.Background(), w.record(t, events...))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(events, got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func anyEvent() *rapid.Generator[decider.Event] {
	return rapid.OneOf(
		rapid.Custom(func(t *rapid.T) decider.Event {
			return incident.Registered{
				Employer: anyID.Draw(t, "employer"), Occurred: anyMoment.Draw(t, "occurred"), ReportedAt: anyInstant.Draw(t, "reported"),
				Place: anyPlace.Draw(t, "place"), Behaviours: anyCodes.Draw(t, "behaviours"), Professions: anyCodes.Draw(t, "professions"),
				Workers: some(anyWorker).Draw(t, "workers"), Narrative: held(anyText).Draw(t, "narrative"),
				Regime: anyCode.Draw(t, "regime"), Circumstances: anyCircumstances.Draw(t, "circumstances"),
				Address: held(anyText).Draw(t, "address"), Reference: held(anyText).Draw(t, "reference"),
			}
		}),
		rapid.Custom(func(t *rapid.T) decider.Event {
			return incident.DetailsAdded{
				Place: rapid.Ptr(anyPlace, true).Draw(t, "place"), Circumstances: anyCircumstances.Draw(t, "circumstances"), Address: held(anyText).Draw(t, "address"),
				Behaviours: anyCodes.Draw(t, "behaviours"), Professions: anyCodes.Draw(t, "professions"),
				Workers: some(anyWorker).Draw(t, "workers"), Narrative: held(anyText).Draw(t, "narrative"),
			}
		}),
		rapid.Custom(func(t *rapid.T) decider.Event {
			return incident.Corrected{
				Reason: held(anyText).Draw(t, "reason"), Occurred: rapid.Ptr(anyMoment, true).Draw(t, "occurred"), Reported: rapid.Ptr(anyMoment, true).Draw(t, "reported"),
				Place:      rapid.Ptr(anyPlace, true).Draw(t, "place"),
				Behaviours: rapid.Ptr(anyCodes, true).Draw(t, "behaviours"), Professions: rapid.Ptr(anyCodes, true).Draw(t, "professions"),
				Narrative: rapid.Ptr(held(anyText), true).Draw(t, "narrative"),
				Occasions: rapid.Ptr(anyCodes, true).Draw(t, "occasions"), Means: rapid.Ptr(some(anyMeans), true).Draw(t, "means"),
				Completions: rapid.Ptr(some(anyCompletion), true).Draw(t, "completions"), Grounds: rapid.Ptr(anyCodes, true).Draw(t, "grounds"),
				Deployment: rapid.Ptr(anyCode, true).Draw(t, "deployment"), Reach: rapid.Ptr(anyCode, true).Draw(t, "reach"), Hit: rapid.Ptr(anyCount, true).Draw(t, "hit"),
				Address: rapid.Ptr(held(anyText), true).Draw(t, "address"), Reference: rapid.Ptr(held(anyText), true).Draw(t, "reference"),
			}
		}),
		rapid.Custom(func(t *rapid.T) decider.Event {
			return incident.Withdrawn{Reason: anyCode.Draw(t, "reason"), Explanation: held(anyText).Draw(t, "explanation")}
		}),
		anyOfTheCourse(), anyPaper(), anyOfASuspect(), anyOfAnAgreement(), anyOfACase(), anyOfADocument(), anyOfTheWork(), anyMail(), anyOfARelease(), anyOfACoding(), anyOfTheDesk(), anyDeparture(),
		anyOfASecondPerson(),
		rapid.Custom(func(t *rapid.T) decider.Event {
			anyOutline := rapid.Custom(func(t *rapid.T) boundary.Outline {
				return boundary.Outline{Code: anyCode.Draw(t, "code"), Rings: some(anyText).Draw(t, "rings")}
			})
			return boundary.Loaded{
				Level: boundary.Level(anyText.Draw(t, "level")), Since: anyText.Draw(t, "since"), Source: anyText.Draw(t, "source"), Licence: anyText.Draw(t, "licence"), File: anyText.Draw(t, "file"),
				Shape: boundary.Shape{
					Unit: boundary.Unit(anyText.Draw(t, "unit")), Tolerance: rapid.IntRange(0, 1<<20).Draw(t, "tolerance"),
					Arcs: some(anyText).Draw(t, "arcs"), Outlines: some(anyOutline).Draw(t, "outlines"),
				},
			}
		}),
		rapid.Custom(func(t *rapid.T) decider.Event {
			return employer.Registered{
				// A new id: its key must not take the place of the one we seal under.
				ID: uuid.New(), Code: uuid.NewString(), Name: anyText.Draw(t, "name"), Kind: anyCode.Draw(t, "kind"), Zone: anyText.Draw(t, "zone"),
				Areas: some(anyArea).Draw(t, "areas"), Units: some(anyUnit).Draw(t, "units"), Holidays: some(anyHoliday).Draw(t, "holidays"),
			}
		}),
		rapid.Custom(func(t *rapid.T) decider.Event {
			return employer.Changed{
				Name: rapid.Ptr(anyText, true).Draw(t, "name"), Kind: rapid.Ptr(anyCode, true).Draw(t, "kind"), Zone: rapid.Ptr(anyText, true).Draw(t, "zone"),
				Areas: rapid.Ptr(some(anyArea), true).Draw(t, "areas"), Units: rapid.Ptr(some(anyUnit), true).Draw(t, "units"),
				Holidays: rapid.Ptr(some(anyHoliday), true).Draw(t, "holidays"),
			}
		}),
	)
}

var (
	anyID = rapid.Custom(func(t *rapid.T) uuid.UUID {
		return uuid.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
	})
	anyText = rapid.OneOf(
		rapid.StringN(0, 80, -1).Filter(func(s string) bool { return sound(s) }),
		rapid.SampledFrom([]string{"", "\"", "\\", "\n\t\r\b\f\x01\x1f\x7f", "\u2028\u2029", "<>&", "é e\u0301 👮", "\ufffd\ufeff", "null", "]}"}),
	)
	anyCode    = rapid.Map(rapid.StringMatching(`[A-Z0-9_]{1,12}`), func(s string) codes.Code { return codes.Code(s) })
	anyCodes   = some(anyCode)
	anyInstant = rapid.Custom(func(t *rapid.T) time.Time {
		first, last := time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999999000, time.UTC)
		return time.UnixMicro(rapid.Int64Range(first.UnixMicro(), last.UnixMicro()).Draw(t, "instant")).UTC()
	})
	anyMoment = rapid.Custom(func(t *rapid.T) moment.Moment {
		if rapid.Bool().Draw(t, "nothing known") {
			return moment.Moment{Finer: codes.Unknown}
		}
		return moment.Moment{
			Instant: anyInstant.Draw(t, "instant"), Offset: rapid.IntRange(-14*60, 14*60).Draw(t, "offset"),
			Precision: rapid.SampledFrom([]moment.Precision{moment.Minute, moment.Hour, moment.Day, moment.Month}).Draw(t, "precision"),
			Finer:     rapid.SampledFrom([]codes.Code{"", codes.Unknown, codes.NotRecorded}).Draw(t, "finer"),
			Ambiguous: rapid.Bool().Draw(t, "ambiguous"),
		}
	})
	anyPlace = rapid.Custom(func(t *rapid.T) incident.Place {
		return incident.Place{Type: anyCode.Draw(t, "type"), Gemeente: anyCode.Draw(t, "gemeente"), Unit: anyText.Draw(t, "unit"),
			Area: anyText.Draw(t, "area"), Indoors: perhaps(anyCode).Draw(t, "indoors"),
			Point: incident.Point{North: rapid.IntRange(-90_000, 90_000).Draw(t, "north"), East: rapid.IntRange(-180_000, 180_000).Draw(t, "east")}}
	})
	anyCount = rapid.OneOf(
		rapid.Just(codes.Count{}), rapid.Map(rapid.IntRange(0, 1000), codes.Exactly),
		rapid.Map(rapid.SampledFrom([]codes.Code{codes.Unknown, codes.NotApplicable}), codes.Uncounted),
	)
	anyMeans = rapid.Custom(func(t *rapid.T) incident.Means {
		return incident.Means{Means: anyCode.Draw(t, "means"), Status: perhaps(anyCode).Draw(t, "status")}
	})
	anyCompletion = rapid.Custom(func(t *rapid.T) incident.Completion {
		return incident.Completion{Behaviour: anyCode.Draw(t, "behaviour"), Completion: anyCode.Draw(t, "completion")}
	})
	anyCircumstances = rapid.Custom(func(t *rapid.T) incident.Circumstances {
		return incident.Circumstances{
			Occasions: anyCodes.Draw(t, "occasions"), Means: some(anyMeans).Draw(t, "means"), Completions: some(anyCompletion).Draw(t, "completions"),
			Grounds: anyCodes.Draw(t, "grounds"), Deployment: perhaps(anyCode).Draw(t, "deployment"), Reach: perhaps(anyCode).Draw(t, "reach"), Hit: anyCount.Draw(t, "hit"),
		}
	})
	anyAbsence = rapid.Custom(func(t *rapid.T) person.Absence {
		return person.Absence{From: anyText.Draw(t, "from"), To: anyText.Draw(t, "to"), Days: anyCount.Draw(t, "days")}
	})
	anyWorker = rapid.Custom(func(t *rapid.T) incident.Worker {
		return incident.Worker{Person: anyID.Draw(t, "person"), Identity: held(anyIdentity).Draw(t, "identity"), Health: held(anyHealth).Draw(t, "health")}
	})
	anyIdentity = rapid.Custom(func(t *rapid.T) person.Identity {
		// Staff numbers stay unique: whether two persons may share one is for the log to say.
		number := rapid.SampledFrom([]string{"", uuid.NewString()}).Draw(t, "staff number")
		return person.Identity{Name: anyText.Draw(t, "name"), StaffNumber: number}
	})
	anyHealth = rapid.Custom(func(t *rapid.T) person.Health {
		return person.Health{
			Injury: anyCode.Draw(t, "injury"), Mind: perhaps(anyCode).Draw(t, "mind"),
			Exposures: anyCodes.Draw(t, "exposures"), Absence: anyAbsence.Draw(t, "absence"),
		}
	})
	anyUnit = rapid.Custom(func(t *rapid.T) employer.Unit {
		return employer.Unit{Code: anyText.Draw(t, "code"), Name: anyText.Draw(t, "name")}
	})
	anyHoliday = rapid.Custom(func(t *rapid.T) employer.Holiday {
		return employer.Holiday{Date: anyText.Draw(t, "date"), Name: anyText.Draw(t, "name")}
	})
	anyArea = rapid.Custom(func(t *rapid.T) employer.Area {
		return employer.Area{Code: anyText.Draw(t, "code"), Name: anyText.Draw(t, "name"), Gemeenten: anyCodes.Draw(t, "gemeenten")}
	})
)

func sound(s string) bool {
	for _, r := range s {
		if r == 0 || r == '\uFFFD' {
			return false
		}
	}
	return true
}

// perhaps is sometimes left out.
func perhaps[T ~string](of *rapid.Generator[T]) *rapid.Generator[T] {
	return rapid.OneOf(rapid.Just(T("")), of)
}

// some is nil instead of an empty list, which mean the same and are one on disk.
func some[T any](of *rapid.Generator[T]) *rapid.Generator[[]T] {
	return rapid.Map(rapid.SliceOfN(of, 0, 3), func(list []T) []T {
		if len(list) == 0 {
			return nil
		}
		return list
	})
}

func held[T any](of *rapid.Generator[T]) *rapid.Generator[person.Held[T]] {
	return rapid.Custom(func(t *rapid.T) person.Held[T] {
		if rapid.Bool().Draw(t, "absent") {
			return person.Held[T]{}
		}
		return person.Of(of.Draw(t, "value"))
	})
}

// glass is a vault that shows what stands in it, so that fuzzing reaches the
// inside of boxes.
type glass struct{ *vault.Vault }

func (glass) Seal(_ context.Context, _ uuid.UUID, details []person.Detail) ([][]byte, []dataKey, error) {
	boxes := make([][]byte, len(details))
	for i, d := range details {
		boxes[i] = d.Plain
	}
	return boxes, nil, nil
}

func (glass) Open(_ context.Context, boxes []person.Box) ([]person.Opened, error) {
	opened := make([]person.Opened, len(boxes))
	for i, b := range boxes {
		opened[i] = person.Opened{State: person.Present, Plain: b.Sealed}
	}
	return opened, nil
}

var _ eventjson.Vault = glass{}

package world_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/cmd/ruggensteun/world"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
)

// What is planted, as WORLD.md tells it: each is found in the records as they stand in
// the end, corrections and all.

type record = incident.Incident

// at are the records of one employer or of all of a kind.
func (l *ledger) at(code string) []record {
	return only(l.counting(), func(s record) bool {
		e := l.employers[s.Employer]
		return e.Code == code || string(e.Kind) == code
	})
}

func timed(s record) bool { return s.Occurred.Precision == moment.Minute }

// evening is the day to whose evening a time belongs, and the hour.
func evening(s record) (time.Weekday, int) {
	at := s.Occurred.Local()
	h := at.Hour()
	if h < 6 {
		at = at.AddDate(0, 0, -1)
	}
	return at.Weekday(), h
}

func weekendNight(s record) bool {
	day, h := evening(s)
	return (day == time.Friday || day == time.Saturday) && (h >= 20 || h < 6)
}

func amplified(by codes.Code) func(record) bool {
	return func(s record) bool {
		return slices.ContainsFunc(s.Course, func(step incident.Step) bool {
			return slices.ContainsFunc(step.Amplifiers, func(a incident.Amplifier) bool { return a.Amplifier == by })
		})
	}
}

// triggered is the first trigger that somebody told; "" when nobody did.
func triggered(s record) codes.Code {
	for _, step := range s.Course {
		if len(step.Triggers) > 0 && !step.Triggers[0].Trigger.Missing() {
			return step.Triggers[0].Trigger
		}
	}
	return ""
}

func answered(s record) bool { return triggered(s) != "" }

func more(t *testing.T, what string, got, least float64, n int) {
	t.Helper()
	if got < least || n < 20 {
		t.Errorf("%s is %.3f of %d, want at least %.2f of 20", what, got, n, least)
	}
}

func TestPoliceInNightlifeAtWeekends(t *testing.T) {
	t.Parallel()
	out := only(sample(t).at("EMP_POLUNIT"), func(s record) bool { return timed(s) && s.Place.Type == "NIGHTLIFE" })
	more(t, "weekend nights", share(out, weekendNight), 0.55, len(out))
	told := only(out, func(s record) bool { return len(s.Course) > 0 })
	more(t, "alcohol", share(told, amplified("ALC")), 0.6, len(told))
}

func TestBoasWithAFineInTheShoppingStreetInTheAfternoon(t *testing.T) {
	t.Parallel()
	shops := only(sample(t).at("EMP_GEM"), func(s record) bool { return s.Place.Type == "SHOP" })
	hours := only(shops, timed)
	more(t, "noon to six", share(hours, func(s record) bool { h := s.Occurred.Local().Hour(); return h >= 12 && h < 18 }), 0.6, len(hours))
	more(t, "Saturday", share(hours, func(s record) bool { return s.Occurred.Local().Weekday() == time.Saturday }), 0.18, len(hours))
	told := only(shops, answered)
	more(t, "a fine", share(told, func(s record) bool { return triggered(s) == "TR_FINE" }), 0.6, len(told))
}

func TestAmbulanceCrewsAtHomeAfterWaiting(t *testing.T) {
	t.Parallel()
	all := sample(t).at("EMP_RAV")
	homes := only(all, func(s record) bool { return s.Place.Type == "HOME" })
	more(t, "homes", float64(len(homes))/float64(len(all)), 0.33, len(all))
	more(t, "weekend nights", share(only(homes, timed), weekendNight), 0.35, len(homes))
	told := only(homes, answered)
	more(t, "waiting", share(told, func(s record) bool { return triggered(s) == "TR_WAIT" }), 0.5, len(told))
	drunk := only(homes, func(s record) bool { return len(s.Course) > 0 })
	more(t, "alcohol", share(drunk, amplified("ALC")), 0.45, len(drunk))
	threat := func(s record) bool { return slices.Contains(s.Behaviours, "VERB_THREAT") }
	if elsewhere := only(all, func(s record) bool { return s.Place.Type != "HOME" }); share(homes, threat) < 1.2*share(elsewhere, threat) {
		t.Errorf("threats are %.3f at home and %.3f elsewhere", share(homes, threat), share(elsewhere, threat))
	}
}

func TestFireCrewsAtNewYear(t *testing.T) {
	t.Parallel()
	l := sample(t)
	newYear := func(s record) bool { return slices.Contains(s.Occasions, "NEWYEAR") }
	all := l.at("EMP_VR")
	if fire, police := share(all, newYear), share(l.at("EMP_POLUNIT"), newYear); fire < 2.5*police {
		t.Errorf("New Year is %.4f of fire crews and %.4f of police", fire, police)
	}
	nights := only(l.counting(), newYear)
	more(t, "fireworks", share(nights, func(s record) bool {
		return slices.ContainsFunc(s.Means, func(m incident.Means) bool { return m.Means == "FW_CONS" || m.Means == "FW_HEAVY" })
	}), 0.3, len(nights))
	linked := only(nights, func(s record) bool { return len(s.Suspects) > 0 })
	more(t, "a group", share(linked, func(s record) bool { return s.Suspects[0].Kind == "GROUP" }), 0.45, len(linked))
}

func TestTheStationOnFriday(t *testing.T) {
	t.Parallel()
	all := only(sample(t).at("DEMO-OV-01"), timed)
	friday := only(all, func(s record) bool {
		h := s.Occurred.Local().Hour()
		return s.Occurred.Local().Weekday() == time.Friday && h >= 16 && h < 20
	})
	more(t, "Friday from four to eight", float64(len(friday))/float64(len(all)), 0.3, len(all))
	points := map[incident.Point]int{}
	for _, s := range friday {
		points[s.Place.Point]++
	}
	delete(points, incident.Point{})
	if len(points) != 1 {
		t.Errorf("it is at %d places on the map, want one", len(points))
	}
}

func TestWhatCalmsWhoIsAfraid(t *testing.T) {
	t.Parallel()
	worked, worse, tried := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for _, s := range only(sample(t).counting(), func(s record) bool {
		return slices.Contains(s.Occasions, "MENTAL") || slices.Contains(s.Occasions, "MEDICAL")
	}) {
		for _, step := range s.Course {
			for _, m := range step.Measures {
				group := map[codes.Code]string{"TALK": "words and room", "LISTEN": "words and room", "SPACE": "words and room", "CALM_ENV": "words and room", "LIMIT": "limits", "WARN": "limits"}[m.Measure]
				if m.Effect == "" {
					continue
				}
				tried[group]++
				if m.Effect == "WORKED" {
					worked[group]++
				}
				if m.Effect == "WORSE" {
					worse[group]++
				}
			}
		}
	}
	if share := worked["words and room"] / tried["words and room"]; share < 0.5 {
		t.Errorf("words and room work in %.3f of %.0f", share, tried["words and room"])
	}
	if share := worse["limits"] / tried["limits"]; share < 0.3 {
		t.Errorf("limits make it worse in %.3f of %.0f", share, tried["limits"])
	}
}

func TestAFewPeopleComeBackToAmbulanceCrews(t *testing.T) {
	t.Parallel()
	l := sample(t)
	back := func(kind string) (float64, int) {
		times := map[uuid.UUID]int{}
		linked := 0
		for _, s := range l.at(kind) {
			for _, link := range s.Suspects {
				if link.Kind == "KNOWN" {
					times[link.Suspect]++
					linked++
				}
			}
		}
		again, people := 0, 0
		for _, n := range times {
			if n >= 3 {
				again, people = again+n, people+1
			}
		}
		return float64(again) / float64(linked), people
	}
	ambulance, people := back("EMP_RAV")
	police, _ := back("EMP_POLUNIT")
	if ambulance < 0.3 || ambulance < 2*police || people < 5 {
		t.Errorf("who comes three times or more has %.3f of the links of ambulance crews (%d people) and %.3f of those of the police", ambulance, people, police)
	}
}

func TestWhoReportsLateAndWhoNotAtAll(t *testing.T) {
	t.Parallel()
	l := sample(t)
	days := func(code string) float64 {
		var all []float64
		for _, s := range only(l.at(code), timed) {
			all = append(all, s.ReportedAt.Sub(s.Occurred.Instant).Hours()/24)
		}
		slices.Sort(all)
		return all[len(all)/2]
	}
	if late, others := days("DEMO-VR-03"), days("EMP_VR"); late < 8 || others > 4 {
		t.Errorf("half of DEMO-VR-03's reports come after %.1f days, and of all fire crews after %.1f", late, others)
	}
	if police, ambulance := days("EMP_POLUNIT"), days("EMP_RAV"); ambulance < 3*police {
		t.Errorf("half of the reports of ambulance crews come after %.2f days, and of the police after %.2f", ambulance, police)
	}
	silent := only(l.at("DEMO-RAV-05"), func(s record) bool { return s.Occurred.Known() && s.Occurred.Precision != moment.Month })
	quarter := func(s record) bool {
		day := s.Occurred.Local().Format(time.DateOnly)
		return "2025-07-01" <= day && day < "2025-10-01"
	}
	newYear := func(s record) bool { return slices.Contains(s.Occasions, "NEWYEAR") }
	if got := share(silent, quarter); got != 0 || len(only(silent, func(s record) bool { return !newYear(s) })) < 30 {
		t.Errorf("DEMO-RAV-05 has %.3f of %d in the summer of 2025", got, len(silent))
	}
}

func TestGoingOutInPairs(t *testing.T) {
	t.Parallel()
	physical := func(s record) bool {
		return slices.ContainsFunc(s.Behaviours, func(b codes.Code) bool { return codes.Behaviour.RollUp(b) == "PHYSICAL" })
	}
	since := func(s record) bool {
		return s.Occurred.Known() && s.Occurred.Local().Format(time.DateOnly) >= "2026-03-01"
	}
	own := only(sample(t).at("DEMO-GEM-01"), func(s record) bool { return s.Occurred.Known() })
	before, after := only(own, func(s record) bool { return !since(s) }), only(own, since)
	if share(after, physical) > 0.5*share(before, physical) || len(after) < 20 {
		t.Errorf("violence was %.3f of %d and is %.3f of %d", share(before, physical), len(before), share(after, physical), len(after))
	}
	alone := func(s record) bool { return s.Deployment == "ALONE" }
	if share(before, alone) < 0.4 || share(after, alone) > 0 {
		t.Errorf("alone were %.3f and are %.3f", share(before, alone), share(after, alone))
	}
}

func TestDoublesAreLeftToBeFound(t *testing.T) {
	t.Parallel()
	l := sample(t)
	merged, split, left := 0, 0, 0
	for _, told := range l.told {
		c, registers := told.Command.(incident.Register)
		if !registers || told.Key[len(told.Key)-len("/double/register"):] != "/double/register" {
			continue
		}
		switch s := l.incidents[told.Stream.ID]; {
		case s.MergedInto != uuid.Nil:
			merged++
		case l.split(told.Stream.ID):
			split++
		default:
			left++
			if c.Narrative == "" {
				t.Errorf("%s says nothing", told.Key)
			}
		}
	}
	if merged < 60 || split < 15 || left < 60 {
		t.Errorf("%d doubles are merged, %d were split again and %d are left", merged, split, left)
	}
}

// split tells whether a record was merged once and stands by itself again.
func (l *ledger) split(id uuid.UUID) bool {
	return slices.ContainsFunc(l.told, func(told world.Told) bool {
		_, is := told.Command.(incident.Split)
		return is && told.Stream.ID == id
	})
}

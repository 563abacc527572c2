package world_test

import (
	"math"
	"slices"
	"testing"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/person"
)

// near allows two and a half standard errors of a sample of n, and a fifth of a percent
// for what else happens besides (New Year, planted patterns). The sample is always the
// same one.
func near(t *testing.T, what, source string, got, want float64, n int) {
	t.Helper()
	if room := 0.002 + 2.5*math.Sqrt(want*(1-want)/float64(max(n, 1))); math.Abs(got-want) > room {
		t.Errorf("%s is %.4f of %d, want %.4f ± %.4f (%s)", what, got, n, want, room, source)
	}
}

type report = incident.Register

func of(all []report, is func(report) bool) ([]report, float64) {
	var some []report
	for _, r := range all {
		if is(r) {
			some = append(some, r)
		}
	}
	return some, float64(len(some)) / float64(max(len(all), 1))
}

func kind(kinds ...codes.Code) func(report) bool {
	return func(r report) bool { return slices.Contains(kinds, r.Employer.Kind) }
}

func occasion(list ...codes.Code) func(report) bool {
	return func(r report) bool {
		return slices.ContainsFunc(list, func(c codes.Code) bool { return slices.Contains(r.Occasions, c) })
	}
}

func TestSharesOfTheProfessions(t *testing.T) {
	t.Parallel()
	all := sample(t).reported()
	const source = "DOMAIN 9: police 12,543 a year by ten units, ambulance 762 by 25 services, fire 32 in one region; boa's are our own 60 for an employer"
	police, ambulance, fire, boas := 2*1254.3, 13*30.48, 12*32.0, 13*60.0
	total := police + ambulance + fire + boas
	for name, want := range map[codes.Code]float64{"POL": police, "AMB": ambulance, "BRW": fire, "BOA1": boas} {
		_, got := of(all, func(r report) bool {
			own := r.Professions[0]
			return own == name || own == "BRW_V" && name == "BRW"
		})
		near(t, string(name), source, got, want/total, len(all))
	}
}

func TestContextsOfThePolice(t *testing.T) {
	t.Parallel()
	police, _ := of(sample(t).reported(), kind("EMP_POLUNIT"))
	const source = "DOMAIN 9: contexts of 2017, of 9,101"
	for what, c := range map[string]struct {
		is   func(report) bool
		want float64
	}{
		"an arrest":         {occasion("ARREST_UNPL", "ARREST_PL"), 2779},
		"a confused person": {occasion("MENTAL"), 523},
		"traffic":           {occasion("TRAFFIC"), 507},
		"a ticket":          {occasion("TICKET"), 451},
		"domestic violence": {occasion("DOMESTIC"), 413},
		"unclear":           {func(r report) bool { return len(r.Occasions) == 0 || r.Occasions[0] == codes.Unknown }, 2968},
		"going out": {func(r report) bool {
			return r.Place.Type == "NIGHTLIFE" || r.Place.Type == "HORECA"
		}, 993*0.84*0.95 + 2779*0.02}, // of which some are in the street, some are told without the kind of place, and some arrests are there too
	} {
		_, got := of(police, c.is)
		near(t, what, source, got, c.want/9101, len(police))
	}
}

// What it was at its worst stands first; what else was done besides has no figure.
func TestWhatThePoliceMet(t *testing.T) {
	t.Parallel()
	police, _ := of(sample(t).reported(), func(r report) bool { return kind("EMP_POLUNIT")(r) && !occasion("NEWYEAR")(r) })
	const source = "DOMAIN 9: 2024, of 12,543"
	first := func(list ...codes.Code) func(report) bool {
		return func(r report) bool { return slices.Contains(list, r.Behaviours[0]) }
	}
	for what, c := range map[string]struct {
		is   func(report) bool
		want float64
	}{
		"insult":                {first("VERB_ABUSE"), 5352},
		"threat":                {first("VERB_THREAT"), 1263},
		"doxing":                {first("DOX"), 23},
		"a weapon or a vehicle": {first("WEAPON", "RAM"), 139 + 0.24*(167+46) + 0.08*5553*507/9101},
	} {
		_, got := of(police, c.is)
		near(t, what, source, got, c.want/12543, len(police))
	}
}

func in(band codes.Code) func(report) bool {
	bands := codes.Bands()
	b := bands[slices.IndexFunc(bands, func(b codes.Band) bool { return b.Code == band })]
	return func(r report) bool { return b.Covers(r.Occurred.Local()) }
}

func TestEveningNightAndWeekendHaveMore(t *testing.T) {
	t.Parallel()
	timed, _ := of(sample(t).reported(), func(r report) bool { return r.Occurred.Precision == moment.Minute })
	const source = "Kamerstuk 28684 nr. 819: more in the evening, at night and at weekends; the bounds are DOMAIN 8"
	for what, c := range map[string]struct {
		kind codes.Code
		band codes.Code
		even float64 // if all hours had as many
	}{
		"the evenings of the police":       {"EMP_POLUNIT", "EVENING", 6.0 / 24},
		"the nights of the police":         {"EMP_POLUNIT", "NIGHT", 6.0 / 24},
		"the weekends of the police":       {"EMP_POLUNIT", "WEEKEND", 60.0 / 168},
		"the evenings of ambulance crews":  {"EMP_RAV", "EVENING", 6.0 / 24},
		"the weekends of ambulance crews":  {"EMP_RAV", "WEEKEND", 60.0 / 168},
		"the evenings of fire crews":       {"EMP_VR", "EVENING", 6.0 / 24},
		"the weekends of fire crews":       {"EMP_VR", "WEEKEND", 60.0 / 168},
		"the nights of the ambulance crew": {"EMP_RAV", "NIGHT", 6.0 / 24},
	} {
		own, _ := of(timed, kind(c.kind))
		if _, got := of(own, in(c.band)); got < 1.1*c.even {
			t.Errorf("%s have %.3f of %d, want more than %.3f (%s)", what, got, len(own), 1.1*c.even, source)
		}
	}
}

func TestNewYear(t *testing.T) {
	t.Parallel()
	all := sample(t).reported()
	timed, _ := of(all, func(r report) bool { return r.Occurred.Precision == moment.Minute })
	const source = "DOMAIN 9: 121 incidents in the night of 2024/25, 12,543 + 762 + 25 × 32 a year; fire crews have more, which is planted"
	nights, got := of(timed, in("NEWYEAR"))
	want := 121.0 / (12543 + 762 + 25*32)
	if got < want || got > 2.2*want {
		t.Errorf("New Year is %.4f of all, want %.4f and somewhat more (%s)", got, want, source)
	}
	hit, counted := 0, 0
	for _, r := range nights {
		if n := max(len(r.Workers), r.Hit.Number); n > 0 && occasion("NEWYEAR")(r) {
			hit, counted = hit+n, counted+1
		}
	}
	if mean := float64(hit) / float64(counted); mean < 2 || mean > 3.7 {
		t.Errorf("%.2f workers are hit in an incident of that night, want about %.2f (DOMAIN 9: 295 + 49 in 121)", mean, 344.0/121)
	}
}

func TestWhereItHappens(t *testing.T) {
	t.Parallel()
	all := sample(t).reported()
	at := func(list ...codes.Code) func(report) bool {
		return func(r report) bool { return slices.Contains(list, r.Place.Type) }
	}
	const source = "Kamerstuk 28684 nr. 819"
	_, road := of(all, at("ROAD", "WATER"))
	_, homes := of(all, at("HOME", "HOME_PORCH"))
	for _, e := range codes.LocationType.Codes {
		if e.Code == "ROAD" || e.Code == "WATER" || e.Code == "HOME" || e.Code == "HOME_PORCH" {
			continue
		}
		if _, share := of(all, at(e.Code)); share >= homes || homes >= road {
			t.Errorf("%s has %.3f, homes %.3f, the public road %.3f: want the road most and then homes (%s)", e.Code, share, homes, road, source)
		}
	}
	enforce, _ := of(all, kind("EMP_POLUNIT", "EMP_GEM", "EMP_OTH"))
	help, _ := of(all, kind("EMP_VR", "EMP_RAV"))
	police, _ := of(enforce, kind("EMP_POLUNIT"))
	rest, _ := of(all, func(r report) bool { return !kind("EMP_POLUNIT")(r) })
	for what, pair := range map[string][2]float64{
		"homes and care, for fire and ambulance and for the others": {shareOf(help, at("HOME", "HOME_PORCH", "CARE_INST")), shareOf(enforce, at("HOME", "HOME_PORCH", "CARE_INST"))},
		"police stations, for the police and for everybody else":    {shareOf(police, at("POLICE_ST")), shareOf(rest, at("POLICE_ST"))},
		"the three large towns, of all and by how many people live there": {shareOf(all, func(r report) bool {
			return slices.Contains([]codes.Code{"GM0363", "GM0599", "GM0518"}, r.Place.Gemeente)
		}), 0.12},
	} {
		if pair[0] < 1.3*pair[1] {
			t.Errorf("%s: %.3f and %.3f, want clearly more of the first (%s)", what, pair[0], pair[1], source)
		}
	}
}

func shareOf(all []report, is func(report) bool) float64 { _, s := of(all, is); return s }

// seen are the profiles of suspects, by the kind of employer.
func seen(l *ledger) map[codes.Code][]person.Profile {
	all := map[codes.Code][]person.Profile{}
	for _, s := range l.incidents {
		for _, link := range s.Suspects {
			if p, is := link.Profile.Get(); is && p.AgeBand != "" && !p.AgeBand.Missing() {
				k := l.employers[s.Employer].Kind
				all[k] = append(all[k], p)
			}
		}
	}
	return all
}

func TestSuspectsAreYoungMen(t *testing.T) {
	t.Parallel()
	all := seen(sample(t))
	const source = "Kamerstuk 28684 nr. 819: often male, 18 to 29 strongly over-represented, younger against police and boa's"
	young := func(list ...[]person.Profile) (young, men float64) {
		n := 0.0
		for _, p := range slices.Concat(list...) {
			n++
			if codes.AgeBand.RollUp(p.AgeBand) == "YOUNG_ADULT" {
				young++
			}
			if p.Sex == "MALE" {
				men++
			}
		}
		return young / n, men / n
	}
	enforce, men := young(all["EMP_POLUNIT"], all["EMP_GEM"], all["EMP_OTH"])
	help, _ := young(all["EMP_VR"], all["EMP_RAV"])
	// Of the people of 12 and older about 17 in a hundred are 18 to 29.
	if enforce < 2.5*0.17 || help < 1.5*0.17 || enforce < help+0.05 || men < 0.7 {
		t.Errorf("18 to 29 are %.3f against police and boa's and %.3f against the others, and men are %.3f (%s)", enforce, help, men, source)
	}
}

func TestMuchIsNotKnownAndSomeIsNotEvenAsked(t *testing.T) {
	t.Parallel()
	all := sample(t).reported()
	for what, c := range map[string]struct {
		is          func(report) bool
		least, most float64
	}{
		"no hour": {func(r report) bool {
			return r.Occurred.Precision != moment.Minute && r.Occurred.Precision != moment.Hour
		}, 0.05, 0.12},
		"no time at all":     {func(r report) bool { return !r.Occurred.Known() }, 0.004, 0.02},
		"unknown place":      {func(r report) bool { return r.Place.Type == codes.Unknown }, 0.01, 0.03},
		"no place told":      {func(r report) bool { return r.Place.Type == codes.NotRecorded }, 0.015, 0.045},
		"unknown gemeente":   {func(r report) bool { return r.Place.Gemeente == codes.Unknown }, 0.01, 0.03},
		"no unit":            {func(r report) bool { return r.Place.Unit == "" }, 0.1, 0.3},
		"no means told":      {func(r report) bool { return len(r.Means) == 0 }, 0.08, 0.2},
		"nobody hit":         {func(r report) bool { return r.Reach == "NEAR_MISS" }, 0.02, 0.09},
		"hit and not named":  {func(r report) bool { return r.Hit.Number > 0 && len(r.Workers) == 0 }, 0.005, 0.05},
		"under the Wpg":      {func(r report) bool { return r.Regime == incident.WPG }, 0.01, 0.05},
		"a reference":        {func(r report) bool { return r.Reference != "" }, 0.08, 0.16},
		"a time of no hours": {func(r report) bool { return r.Occurred.Precision == moment.Month }, 0.004, 0.02},
	} {
		if _, got := of(all, c.is); got < c.least || got > c.most {
			t.Errorf("%s: %.4f, want %.3f to %.3f", what, got, c.least, c.most)
		}
	}
}

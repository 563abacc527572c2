package agreement_test

import (
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/employer"
	"ruggensteun/domain/moment"
)

// amsterdam is read once: it comes out of a zone database.
var amsterdam = sync.OnceValues(func() (*time.Location, error) { return time.LoadLocation("Europe/Amsterdam") })

// place is where the tests count, with one free day of an employer's own.
func place(t testing.TB) agreement.Place {
	t.Helper()
	zone, err := amsterdam()
	if err != nil {
		t.Fatal(err)
	}
	own := []employer.Holiday{{Date: "2026-12-24", Name: "Kerstavond"}}
	return agreement.Place{Calendar: calendar.New(calendar.Decrees(), own), Zone: zone}
}

// at reads a moment as a test writes it: "2026-01", "2026-01-02", "2026-01-02 15h",
// "2026-01-02 15:04", or "" for one of which nothing is known.
func at(t testing.TB, s string) moment.Moment {
	t.Helper()
	if s == "" {
		return moment.Nothing(codes.Unknown)
	}
	zone, err := amsterdam()
	if err != nil {
		t.Fatal(err)
	}
	for layout, precision := range map[string]moment.Precision{
		"2006-01": moment.Month, time.DateOnly: moment.Day, "2006-01-02 15h": moment.Hour, "2006-01-02 15:04": moment.Minute,
	} {
		read, err := time.ParseInLocation(layout, s, zone)
		if err != nil {
			continue
		}
		_, offset := read.Zone()
		finer := codes.Unknown
		if precision == moment.Minute {
			finer = ""
		}
		m, err := moment.New(read, offset/60, precision, finer)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	t.Fatalf("%q is no moment", s)
	return moment.Moment{}
}

func TestADateExplainsItself(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code      string
		change    func(*agreement.Held)
		fact      codes.Code
		start     string
		suspended string // from/to from/to
		nl, en    string
	}{
		"two working days": {
			code: "AANGIFTE-2-WERKDAGEN", fact: "OCCURRED", start: "2025-11-07 23:10",
			nl: "Melding of aangifte binnen 2 werkdagen, versie 2026-1, gestart door incident van 7 nov 2025, termijn 2 werkdagen, vervalt dinsdag 11 nov 2025",
			en: "Report or complaint to the police within 2 working days, version 2026-1, started by incident of 7 Nov 2025, term 2 working days, due Tuesday 11 Nov 2025",
		},
		"suspended, of an employer's own": {
			code: "AANGIFTE-2-WERKDAGEN", fact: "OCCURRED", start: "2025-11-07", suspended: "2025-11-10/2025-11-12",
			change: func(v *agreement.Held) { v.Whose, v.Number = agreement.Employer, "2025-1" },
			nl: "Melding of aangifte binnen 2 werkdagen, versie 2025-1 van de werkgever, gestart door incident van 7 nov 2025, termijn 2 werkdagen, " +
				"2 werkdagen opgeschort (10 nov 2025 tot 12 nov 2025), vervalt donderdag 13 nov 2025",
			en: "Report or complaint to the police within 2 working days, version 2025-1 of the employer, started by incident of 7 Nov 2025, term 2 working days, " +
				"2 working days suspended (10 Nov 2025 until 12 Nov 2025), due Thursday 13 Nov 2025",
		},
		"moved by second Christmas day": {
			code: "HOGER-BEROEP", fact: "VERDICT", start: "2026-12-12",
			nl: "Hoger beroep, versie 2026-1, gestart door vonnis van 12 dec 2026, termijn 14 dagen, kan tot en met maandag 28 dec 2026 " +
				"(verschoven van zaterdag 26 dec 2026: 2e Kerstdag, zaterdag, zondag)",
			en: "Appeal, version 2026-1, started by judgment of 12 Dec 2026, term 14 days, possible until the end of Monday 28 Dec 2026 " +
				"(moved from Saturday 26 Dec 2026: Second Christmas Day, Saturday, Sunday)",
		},
		"moved by a decree, from when it was known": {
			code: "BEKLAG-ART12", fact: "SEPOT", start: "2026-02-15",
			nl: "Beklag over niet vervolgen, versie 2026-1, gestart door sepot van 15 feb 2026, termijn 3 maanden, kan tot en met maandag 18 mei 2026 " +
				"(verschoven van vrijdag 15 mei 2026: gelijkgesteld bij koninklijk besluit, zaterdag, zondag)",
			en: "Complaint about non-prosecution, version 2026-1, started by dismissal of 15 Feb 2026, term 3 months, possible until the end of Monday 18 May 2026 " +
				"(moved from Friday 15 May 2026: put on a par by royal decree, Saturday, Sunday)",
		},
		"moved by a decree that nobody read": {
			code: "HOGER-BEROEP", fact: "VERDICT", start: "2021-04-30", change: func(v *agreement.Held) { v.Whose = agreement.Store },
			nl: "Hoger beroep, versie 2026-1 voor alle werkgevers, gestart door vonnis van 30 apr 2021, termijn 14 dagen, kan tot en met maandag 17 mei 2021 " +
				"(verschoven van vrijdag 14 mei 2021: gelijkgesteld bij koninklijk besluit [niet nagekeken], zaterdag, zondag)" +
				"; welke dagen in 2021 bij besluit met een feestdag gelijkgesteld zijn, is niet volledig bekend",
			en: "Appeal, version 2026-1 for all employers, started by judgment of 30 Apr 2021, term 14 days, possible until the end of Monday 17 May 2021 " +
				"(moved from Friday 14 May 2021: put on a par by royal decree [not checked], Saturday, Sunday)" +
				"; not all days of 2021 are known that a decree put on a par with holidays",
		},
		"two ordinary days in three": {
			code: "HOGER-BEROEP", fact: "VERDICT", start: "2026-12-24", change: func(v *agreement.Held) { v.Term = calendar.Term{Days: 3} },
			nl: "Hoger beroep, versie 2026-1, gestart door vonnis van 24 dec 2026, termijn 3 dagen, kan tot en met dinsdag 29 dec 2026 " +
				"(verlengd van zondag 27 dec 2026, want er moeten twee gewone dagen in zitten: 1e Kerstdag, 2e Kerstdag, zaterdag, zondag)",
			en: "Appeal, version 2026-1, started by judgment of 24 Dec 2026, term 3 days, possible until the end of Tuesday 29 Dec 2026 " +
				"(extended from Sunday 27 Dec 2026, because it must hold two ordinary days: Christmas Day, Second Christmas Day, Saturday, Sunday)",
		},
		"hours over the night of summer time": {
			code: "REACTIE-24-UUR", fact: "OCCURRED", start: "2026-03-28 22:30",
			nl: "Reactie naar de dader binnen 24 uur, versie 2026-1, gestart door incident van 28 mrt 2026 om 22:30, termijn 24 uur, vervalt zondag 29 mrt 2026 om 23:30",
			en: "Reaction to the offender within 24 hours, version 2026-1, started by incident of 28 Mar 2026 at 22:30, term 24 hours, due Sunday 29 Mar 2026 at 23:30",
		},
		"hours from a day": {
			code: "REACTIE-24-UUR", fact: "OCCURRED", start: "2026-10-24", suspended: "2026-10-25 06:00/2026-10-25 18:30",
			nl: "Reactie naar de dader binnen 24 uur, versie 2026-1, gestart door incident van 24 okt 2026, termijn 24 uur vanaf het einde daarvan, want het tijdstip is niet precies bekend, " +
				"12:30 opgeschort (25 okt 2026 06:00 tot 25 okt 2026 18:30), vervalt maandag 26 okt 2026 om 11:30",
			en: "Reaction to the offender within 24 hours, version 2026-1, started by incident of 24 Oct 2026, term 24 hours from the end of that, because the time is not known exactly, " +
				"12:30 suspended (25 Oct 2026 06:00 until 25 Oct 2026 18:30), due Monday 26 Oct 2026 at 11:30",
		},
		"hours from an hour": {
			code: "REACTIE-24-UUR", fact: "OCCURRED", start: "2026-06-01 15h",
			nl: "Reactie naar de dader binnen 24 uur, versie 2026-1, gestart door incident van 1 jun 2026, termijn 24 uur vanaf het einde daarvan, want het tijdstip is niet precies bekend, vervalt dinsdag 2 jun 2026 om 16:00",
			en: "Reaction to the offender within 24 hours, version 2026-1, started by incident of 1 June 2026, term 24 hours from the end of that, because the time is not known exactly, due Tuesday 2 June 2026 at 16:00",
		},
		"moved out of a year of which not all is known": {
			code: "HOGER-BEROEP", fact: "VERDICT", start: "2022-12-17",
			nl: "Hoger beroep, versie 2026-1, gestart door vonnis van 17 dec 2022, termijn 14 dagen, kan tot en met maandag 2 jan 2023 (verschoven van zaterdag 31 dec 2022: zaterdag, Nieuwjaarsdag, zondag)" +
				"; welke dagen in 2022 bij besluit met een feestdag gelijkgesteld zijn, is niet volledig bekend",
			en: "Appeal, version 2026-1, started by judgment of 17 Dec 2022, term 14 days, possible until the end of Monday 2 Jan 2023 (moved from Saturday 31 Dec 2022: Saturday, New Year's Day, Sunday)" +
				"; not all days of 2022 are known that a decree put on a par with holidays",
		},
		"suspended without an end": {
			code: "AANGIFTE-2-WERKDAGEN", fact: "OCCURRED", start: "2025-11-06", suspended: "2025-11-10/",
			nl: "Melding of aangifte binnen 2 werkdagen, versie 2026-1, gestart door incident van 6 nov 2025, termijn 2 werkdagen, opgeschort sinds 10 nov 2025, nog zonder einde, daarna nog 1 werkdag",
			en: "Report or complaint to the police within 2 working days, version 2026-1, started by incident of 6 Nov 2025, term 2 working days, suspended since 10 Nov 2025, without an end so far, then still 1 working day",
		},
		"hours suspended without an end": {
			code: "REACTIE-24-UUR", fact: "OCCURRED", start: "2026-06-01 12:00", suspended: "2026-06-01 18:00/",
			nl: "Reactie naar de dader binnen 24 uur, versie 2026-1, gestart door incident van 1 jun 2026 om 12:00, termijn 24 uur, opgeschort sinds 1 jun 2026 18:00, nog zonder einde, daarna nog 18:00",
			en: "Reaction to the offender within 24 hours, version 2026-1, started by incident of 1 June 2026 at 12:00, term 24 hours, suspended since 1 June 2026 18:00, without an end so far, then still 18:00",
		},
		"what nobody checked says so": {
			code: "CASSATIE", fact: "ARREST_HOF", start: "2026-06-01",
			nl: "Beroep in cassatie, versie 2026-1, gestart door arrest van het hof van 1 jun 2026, termijn 14 dagen, kan tot en met maandag 15 jun 2026; niet nagekeken: achtergrondkennis; de wet zelf is niet gelezen",
			en: "Appeal in cassation, version 2026-1, started by judgment on appeal of 1 June 2026, term 14 days, possible until the end of Monday 15 June 2026; not checked: background knowledge; the law itself was not read",
		},
		"a month is no day": {
			code: "CASSATIE", fact: "ARREST_HOF", start: "2026-06", change: func(v *agreement.Held) { v.Basis.Checked = true },
			nl: "Beroep in cassatie, versie 2026-1, gestart door arrest van het hof van een dag die niemand noemde: er is geen datum",
			en: "Appeal in cassation, version 2026-1, started by judgment on appeal of a day that nobody named: there is no date",
		},
		"beyond the decrees that there are": {
			code: "UITKOMST-VERTELLEN", fact: "OUTCOME_KNOWN", start: "2028-12-28",
			nl: "Slachtoffer de uitkomst vertellen, versie 2026-1, gestart door uitkomst bekend van 28 dec 2028, termijn 2 werkdagen, vervalt dinsdag 2 jan 2029" +
				"; welke dagen in 2029 bij besluit met een feestdag gelijkgesteld zijn, is niet volledig bekend",
			en: "Tell the victim the outcome, version 2026-1, started by outcome known of 28 Dec 2028, term 2 working days, due Tuesday 2 Jan 2029" +
				"; not all days of 2029 are known that a decree put on a par with holidays",
		},
		"over an employer's own day": {
			code: "UITKOMST-VERTELLEN", fact: "OUTCOME_KNOWN", start: "2026-12-23",
			nl: "Slachtoffer de uitkomst vertellen, versie 2026-1, gestart door uitkomst bekend van 23 dec 2026, termijn 2 werkdagen, vervalt dinsdag 29 dec 2026",
			en: "Tell the victim the outcome, version 2026-1, started by outcome known of 23 Dec 2026, term 2 working days, due Tuesday 29 Dec 2026",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := shipped(t, test.code)
			if test.change != nil {
				test.change(&v)
			}
			var suspended []agreement.Suspension
			if from, to, found := strings.Cut(test.suspended, "/"); found {
				suspended = append(suspended, agreement.Suspension{From: at(t, from), To: at(t, to)})
			}
			e := agreement.Explain(v, agreement.Start{Fact: test.fact, At: at(t, test.start)}, suspended, place(t))
			if got := e.NL(); got != test.nl {
				t.Errorf("got  %s\nwant %s", got, test.nl)
			}
			if got := e.EN(); got != test.en {
				t.Errorf("got  %s\nwant %s", got, test.en)
			}
		})
	}
}

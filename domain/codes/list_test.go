package codes

import (
	"strings"
	"testing"
	"time"
)

// example is a list with a code that came later and one that was taken out.
var example = List{Name: "example", Codes: []Entry{
	{Code: "THREAT"},
	{Code: "DOXING", From: "2024-01-01"},
	{Code: "OLD_04", To: "2022-06-30"},
}}

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

func TestCheck(t *testing.T) {
	t.Parallel()
	var never time.Time
	lateOnOldYearsEve := time.Date(2023, 12, 31, 23, 59, 0, 0, time.FixedZone("", 3600))
	earlyInTheNewYear := time.Date(2024, 1, 1, 0, 10, 0, 0, time.FixedZone("", 3600))
	tests := map[string]struct {
		list List
		code Code
		at   time.Time
		want string // part of the error; "" is none
	}{
		"a code of the list":                             {Behaviour, "HIT", day("2026-11-21"), ""},
		"each missing kind belongs to every list":        {Injury, Unknown, day("2026-11-21"), ""},
		"OTHER belongs to every list":                    {WithdrawalReason, Other, never, ""},
		"nothing at all":                                 {Injury, "", never, "is empty: use one of I0, I1"},
		"a slip of the finger is guessed":                {Behaviour, "VERB_ABUS", never, "did you mean VERB_ABUSE?"},
		"lower case is guessed":                          {LocationType, "road", never, "did you mean ROAD?"},
		"an unknown code lists the valid ones":           {Injury, "TERRIBLE", never, "use one of I0, I1, I2, I3, I4, I5, I6, UNKNOWN"},
		"a code of another list":                         {Profession, "HIT", never, "is not a code of the list profession"},
		"before its first day":                           {example, "DOXING", day("2023-12-31"), "cannot apply before 2024-01-01"},
		"on its first day":                               {example, "DOXING", day("2024-01-01"), ""},
		"the local day decides, not the instant's":       {example, "DOXING", earlyInTheNewYear, ""},
		"late on the day before":                         {example, "DOXING", lateOnOldYearsEve, "cannot apply before"},
		"on its last day":                                {example, "OLD_04", day("2022-06-30"), ""},
		"after its last day":                             {example, "OLD_04", day("2022-07-01"), "cannot apply after 2022-06-30"},
		"at a time nobody knows":                         {example, "OLD_04", never, ""},
		"a remedy offers only what could apply then":     {example, "XYZXYZXYZ", day("2023-01-01"), "use one of THREAT, UNKNOWN"},
		"the reason of a first day is told":              {Qualification, "DOXING", day("2023-12-31"), "cannot apply before 2024-01-01, because art. 285d Sr exists since 1 January 2024: check the date"},
		"the reason of a last day is told":               {SepotGround, "04", day("2022-07-01"), "cannot apply after 2022-06-30, because directive 2022A004 took this code out on 1 July 2022: check the date"},
		"a sepot of before the new directive":            {SepotGround, "04", day("2022-06-30"), ""},
		"what was taken out is not offered any more":     {SepotGround, "XX", day("2022-07-01"), "use one of 01, 02, 03, 05, 06"},
		"the offence is not offered before its day":      {Qualification, "DOX", day("2023-12-31"), "use one of INSULT"},
		"doxing was done before it was an offence":       {Behaviour, "DOX", day("2019-05-01"), ""},
		"a very long code is not compared, nor repeated": {Injury, Code(strings.Repeat("Z", 1<<20)), never, "use one of I0"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := test.list.Check(test.code, test.at)
			if (err != nil) != (test.want != "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if err != nil && len(err.Error()) > 2000 {
				t.Errorf("the error has %d bytes: it repeats what was typed", len(err.Error()))
			}
		})
	}
}

// TestALongCodeCostsNothing does not run beside others, whose memory it would count.
func TestALongCodeCostsNothing(t *testing.T) {
	long := strings.Repeat("z", 1<<20)
	if n := testing.AllocsPerRun(10, func() { Alike(long, "HIT") }); n > 0 {
		t.Errorf("a megabyte is copied to be compared: %v allocations", n)
	}
}

func TestCheckAnswer(t *testing.T) {
	t.Parallel()
	for code, want := range map[Code]bool{"MISTAKE": true, Other: true, Unknown: false, NotRecorded: false, NotApplicable: false, "": false, "NONSENSE": false} {
		if err := WithdrawalReason.CheckAnswer(code, time.Time{}); (err == nil) != want {
			t.Errorf("%q: %v", code, err)
		}
	}
}

func TestGemeente(t *testing.T) {
	t.Parallel()
	for code, want := range map[Code]bool{
		"GM0363": true, Unknown: true, NotRecorded: true, NotApplicable: true,
		"": false, "GM363": false, "gm0363": false, "GM03630": false, "GM036\n": false, "Amsterdam": false, Other: false, "GM٠٣٦٣": false,
	} {
		if err := CheckGemeente(code); (err == nil) != want {
			t.Errorf("%q: %v", code, err)
		}
	}
}

func TestRollUp(t *testing.T) {
	t.Parallel()
	for code, want := range map[Code]Code{"HIT": "PHYSICAL", "OBSTRUCT": Other, Unknown: Unknown, Other: Other, "NONSENSE": "NONSENSE"} {
		if got := Behaviour.RollUp(code); got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
}

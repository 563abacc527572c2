package gemeente

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ruggensteun/domain/codes"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	today := day("2026-11-26")
	tests := map[string]struct {
		code codes.Code
		at   time.Time
		want string // the error; "" is none
	}{
		"a gemeente":                          {"GM0363", today, ""},
		"unknown":                             {codes.Unknown, today, ""},
		"not recorded":                        {codes.NotRecorded, today, ""},
		"at a time nobody knows":              {"GM0501", never, ""},
		"one that is gone, in its time":       {"GM0501", day("2022-12-31"), ""},
		"one that is gone":                    {"GM0501", day("2023-01-01"), "did not exist after 2022-12-31: check the date, or use GM1992 (Voorne aan Zee)"},
		"one that was divided":                {"GM0788", today, "did not exist after 2020-12-31: check the date, or use GM0757 (Boxtel) or GM0824 (Oisterwijk) or GM0855 (Tilburg) or GM0865 (Vught)"},
		"one that moved and is gone":          {"GM0457", today, "did not exist after 2022-03-23: check the date, or use GM0363 (Amsterdam)"},
		"one that was not there yet":          {"GM1992", day("2022-12-31"), "did not exist before 2023-01-01: check the date, or use GM0501 (Brielle) or GM0530 (Hellevoetsluis) or GM0614 (Westvoorne)"},
		"an other code":                       {codes.Other, today, "is not a gemeente: search for its name, or use UNKNOWN"},
		"a code that is none":                 {"GM9999", today, "is not a gemeente: search for its name, or use UNKNOWN"},
		"nothing":                             {"", today, "is not a gemeente: search for its name, or use UNKNOWN"},
		"small letters":                       {"gm0363", today, "is not a gemeente: did you mean GM0363 (Amsterdam)?"},
		"digits alone":                        {"363", today, "is not a gemeente: did you mean GM0363 (Amsterdam)?"},
		"a name":                              {"Amsterdam", today, "is not a gemeente: did you mean GM0363 (Amsterdam)?"},
		"a name with a slip of the finger":    {"Amstredam", today, "is not a gemeente: did you mean GM0363 (Amsterdam)?"},
		"a name by which many know it":        {"Den Hag", today, "is not a gemeente: did you mean GM0518 ('s-Gravenhage)?"},
		"a name that several have":            {"Bergen", today, "is not a gemeente: did you mean GM0893 (Bergen (L.)) or GM0373 (Bergen (NH.)) or GM0748 (Bergen op Zoom)?"},
		"the beginning that many have":        {"de", today, "is not a gemeente: did you mean GM0310 (De Bilt) or GM1940 (De Fryske Marren) or GM0736 (De Ronde Venen)?"},
		"an old name today":                   {"Brielle", today, "is not a gemeente: did you mean GM1992 (Voorne aan Zee)?"},
		"before the table is complete":        {"GM0009", day("2018-12-31"), ""},
		"when it is complete":                 {"GM0009", day("2019-01-01"), "is not a gemeente: search for its name, or use UNKNOWN"},
		"before it is complete, not a code":   {"Haren", day("2018-12-31"), "is not a code of a gemeente: use GM and the four digits of the CBS, e.g. GM0363 for Amsterdam, or UNKNOWN"},
		"a very long one is not repeated":     {codes.Code(strings.Repeat("GM0363", 1<<17)), today, "is not a gemeente: search for its name, or use UNKNOWN"},
		"a name with signs is no other table": {"'; DROP TABLE", today, "is not a gemeente: search for its name, or use UNKNOWN"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if err := Check(test.code, test.at); err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("got  %.300q\nwant %q", got, test.want)
			}
		})
	}
}

func TestWhateverIsTypedTheErrorIsShort(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.OneOf(rapid.String(), rapid.StringMatching(`(GM|gm)?[0-9]{0,5}`), rapid.StringMatching(`[ABab' .-]{0,70}`)).Draw(t, "typed")
		at := rapid.SampledFrom([]time.Time{never, day("2018-05-05"), day("2022-02-02"), day("2026-11-26")}).Draw(t, "at")
		if err := Check(codes.Code(typed), at); err != nil && len(err.Error()) > 200 {
			t.Fatalf("%d bytes: %v", len(err.Error()), err)
		}
	})
}

package gemeente

import (
	"cmp"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruggensteun/domain/codes"
)

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

var never time.Time

// TestAsManyAsTheCBSCounted compares with what the CBS announced for each year.
func TestAsManyAsTheCBSCounted(t *testing.T) {
	t.Parallel()
	for on, want := range map[string]int{
		"2019-01-01": 355, "2020-12-31": 355, "2021-01-01": 352, "2021-12-31": 352, "2022-01-01": 345,
		"2022-03-23": 345, "2022-03-24": 344, "2022-12-31": 344, "2023-01-01": 342,
	} {
		if got := len(All(day(on))); got != want {
			t.Errorf("%s: %d gemeenten, want %d", on, got, want)
		}
	}
}

func TestEveryLineOfTheTable(t *testing.T) {
	t.Parallel()
	code := regexp.MustCompile(`^GM[0-9]{4}$`)
	byCode := func(a, b Gemeente) int {
		return cmp.Or(strings.Compare(string(a.Code), string(b.Code)), strings.Compare(a.From, b.From))
	}
	if !slices.IsSortedFunc(table, byCode) {
		t.Error("the table is not by code and then by day, which Find and Search count on")
	}
	for i, g := range table {
		if !code.MatchString(string(g.Code)) || g.Name == "" {
			t.Errorf("%q, %q: no code or no name", g.Code, g.Name)
		}
		for list, c := range map[string]codes.Code{"province": g.Province, "safety region": g.Region, "police unit": g.Unit()} {
			if !ownCode(list, c) {
				t.Errorf("%s: %q is no %s", g.Code, c, list)
			}
		}
		if (g.Inhabitants > 0) != (g.To == "") {
			t.Errorf("%s: %d inhabitants and a last day of %q", g.Code, g.Inhabitants, g.To)
		}
		for _, date := range []string{g.From, g.To} {
			if _, err := time.Parse(time.DateOnly, date); date != "" && (err != nil || date < Since) {
				t.Errorf("%s: the date %q", g.Code, date)
			}
		}
		moves := i+1 < len(table) && table[i+1].Code == g.Code
		if moves && day(g.To).AddDate(0, 0, 1) != day(table[i+1].From) {
			t.Errorf("%s: nowhere or twice between %s and %s", g.Code, g.To, table[i+1].From)
		}
		if !moves && (g.To != "") != (len(g.Became) > 0) {
			t.Errorf("%s ended on %q and became %v", g.Code, g.To, g.Became)
		}
		for _, c := range g.Became {
			if next, found := Find(c, day(g.To).AddDate(0, 0, 1)); !found {
				t.Errorf("%s became %s, which was not there the day after", g.Code, c)
			} else if next.Province != g.Province {
				t.Errorf("%s became %s in another province", g.Code, c)
			}
		}
		if first := g.first(); first.From != "" && len(first.was()) == 0 {
			t.Errorf("%s began on %s out of nothing", g.Code, first.From)
		}
	}
}

func ownCode(name string, code codes.Code) bool {
	for _, l := range codes.Lists() {
		if l.Name == name {
			return slices.ContainsFunc(l.Codes, func(e codes.Entry) bool { return e.Code == code })
		}
	}
	return false
}

func TestAllProvincesRegionsAndUnitsAreInUse(t *testing.T) {
	t.Parallel()
	provinces, regions, units := map[codes.Code]bool{}, map[codes.Code]bool{}, map[codes.Code]bool{}
	for _, g := range All(day("2023-01-01")) {
		provinces[g.Province], regions[g.Region], units[g.Unit()] = true, true, true
	}
	if len(provinces) != 12 || len(regions) != 25 || len(units) != 10 {
		t.Errorf("%d provinces, %d regions, %d police units; want 12, 25, 10", len(provinces), len(regions), len(units))
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		code   codes.Code
		at     time.Time
		name   string
		region codes.Code
		unit   codes.Code
	}{
		"a gemeente":                                 {"GM0363", day("2026-11-26"), "Amsterdam", "VR13", "AMS"},
		"at a time nobody knows":                     {"GM0599", never, "Rotterdam", "VR17", "RTD"},
		"one that was merged away, before":           {"GM0501", day("2022-12-31"), "Brielle", "VR17", "RTD"},
		"one that was merged away, after":            {"GM0501", day("2023-01-01"), "", "", ""},
		"one that was merged away, nobody knows":     {"GM0501", never, "Brielle", "VR17", "RTD"},
		"one that was made, before":                  {"GM1992", day("2022-12-31"), "", "", ""},
		"one that was made, on its first day":        {"GM1992", day("2023-01-01"), "Voorne aan Zee", "VR17", "RTD"},
		"Weesp in its old region":                    {"GM0457", day("2021-12-31"), "Weesp", "VR14", "MDN"},
		"Weesp in the region of Amsterdam":           {"GM0457", day("2022-01-01"), "Weesp", "VR13", "AMS"},
		"Weesp at last":                              {"GM0457", never, "Weesp", "VR13", "AMS"},
		"Weesp when it was part of Amsterdam":        {"GM0457", day("2022-03-24"), "", "", ""},
		"a code that is none":                        {"GM9999", never, "", "", ""},
		"unknown":                                    {codes.Unknown, never, "", "", ""},
		"the local day decides, not that of the UTC": {"GM1992", time.Date(2023, 1, 1, 0, 30, 0, 0, time.FixedZone("", 3600)), "Voorne aan Zee", "VR17", "RTD"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g, found := Find(test.code, test.at)
			if found != (test.name != "") || g.Name != test.name || g.Region != test.region || found && g.Unit() != test.unit {
				t.Errorf("got %v %+v", found, g)
			}
		})
	}
}

func TestWhatIsGivenCanBeChangedWithoutHarm(t *testing.T) {
	t.Parallel()
	g, _ := Find("GM0501", never)
	g.Became[0] = "CHANGED"
	All(never)[0].Name = "CHANGED"
	if again, _ := Find("GM0501", never); again.Became[0] != "GM1992" || table[0].Name == "CHANGED" {
		t.Error("the table was changed through what it gave")
	}
}

func TestTheCaveatSaysWhatNobodyChecked(t *testing.T) {
	t.Parallel()
	nl, en := Caveat()
	for words, must := range map[string]string{nl: "niet nagekeken", en: "was not checked"} {
		if !strings.Contains(words, must) || !strings.Contains(words, "CC BY 4.0") || !strings.Contains(words, "2021") {
			t.Errorf("%q does not say what it must", words)
		}
	}
}

// TestTheSameAsTheSharedFile compares with the facts that the table was written
// from, which do not come with the project.
func TestTheSameAsTheSharedFile(t *testing.T) {
	t.Parallel()
	rows := shared(t)
	listed, inhabitants := All(day("2023-01-01")), 0
	if len(rows) != 342 || len(listed) != 342 {
		t.Errorf("%d rows, %d gemeenten, want 342", len(rows), len(listed))
	}
	for _, r := range rows {
		g, found := Find(codes.Code(r[0]), day("2023-01-01"))
		region, _ := codes.SafetyRegion.Find(g.Region)
		province, _ := codes.Province.Find(g.Province)
		unit, _ := codes.PoliceUnit.Find(g.Unit())
		got := []string{string(g.Code), g.Name, string(g.Province), province.NL, string(g.Region), region.NL, unit.NL, strconv.Itoa(g.Inhabitants)}
		if !found || !slices.Equal(got, r) {
			t.Errorf("got  %v\nwant %v", got, r)
		}
		inhabitants += g.Inhabitants
	}
	if inhabitants != 17_475_415 {
		t.Errorf("%d inhabitants, want 17,475,415", inhabitants)
	}
}

func shared(t *testing.T) [][]string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		file, err := os.Open(filepath.Join(folder, "shared", "data", "regions", "gemeenten-2023.csv"))
		if err == nil {
			t.Cleanup(func() { _ = file.Close() })
			rows, err := csv.NewReader(file).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			return rows[1:]
		}
		if folder == filepath.Dir(folder) {
			t.Skip("there is no shared/data/regions/gemeenten-2023.csv here or above: the table is not compared with it")
		}
		folder = filepath.Dir(folder)
	}
}

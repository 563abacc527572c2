package codes

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// trade reads what the trade knows, DOMAIN.md, which does not come with the project.
func trade(t *testing.T) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if b, err := os.ReadFile(filepath.Join(folder, "shared", "DOMAIN.md")); err == nil {
			return string(b)
		}
		if folder == filepath.Dir(folder) {
			t.Skip("there is no shared/DOMAIN.md here or above: the lists are not compared with it")
		}
		folder = filepath.Dir(folder)
	}
}

// section gives the text below a heading that begins with the number.
func section(t *testing.T, text, number string) string {
	t.Helper()
	_, after, found := strings.Cut(text, "\n### "+number+" ")
	if !found {
		t.Fatalf("DOMAIN.md has no section %s", number)
	}
	body, _, _ := strings.Cut(after, "\n### ")
	body, _, _ = strings.Cut(body, "\n## ")
	return body
}

// sections say which lists hold the codes of which part of DOMAIN 7.
var sections = map[string][]List{
	"7.1":  {EmployerKind, Profession, PoliceUnit, Deployment},
	"7.2":  {Behaviour, BehaviourGroup},
	"7.3":  {Means},
	"7.4":  {LocationType},
	"7.5":  {Occasion},
	"7.6":  {Trigger},
	"7.7":  {Amplifier},
	"7.8":  {Phase},
	"7.9":  {Measure},
	"7.10": {Injury, MindInjury},
	"7.11": {HistoryFlag, Provenance, Relation},
	"7.12": {CaseStep, Complainant, Anonymity, SummonsKind},
	"7.13": {Outcome, Sanction, Uplift},
	"7.14": {Aftercare},
	"7.15": {Qualification},
}

var (
	capitals = regexp.MustCompile(`\b(?:[A-Z][A-Z0-9]+|[A-Z]_[A-Z0-9]+)(?:_[A-Z0-9]+)*\b`)
	series   = regexp.MustCompile(`\b([A-Z]+_)([0-9])\.\.([0-9])\b`) // TALK_1..3
	// prose are the capitals of DOMAIN 7 that are no codes: sources, registrations,
	// laws, organisations and words with a capital abbreviation in a label.
	prose = strings.Fields(`EN NL GTPA VPT LEOKA UAVG AP BK INF S000 S001 NHD INI NRC OM MK EHBO SEH GGZ VVT
		APV RI HR BP DOMICILE ED ZSM`)
)

// codesIn are the words in capitals that are codes or look like some.
func codesIn(text string) []Code {
	text = series.ReplaceAllString(text, "${1}${2} ${1}2 ${1}${3}")
	var found []Code
	for _, word := range capitals.FindAllString(text, -1) {
		found = append(found, Code(word))
	}
	return found
}

func within(lists []List, code Code) bool {
	return slices.ContainsFunc(lists, func(l List) bool {
		return slices.ContainsFunc(l.Codes, func(e Entry) bool { return e.Code == code })
	})
}

func TestEveryCodeOfDomainIsInItsList(t *testing.T) {
	t.Parallel()
	text := trade(t)
	for number, lists := range sections {
		body := section(t, text, number)
		counted := 0
		for _, code := range codesIn(body) {
			switch {
			case within(lists, code):
				counted++
			case !slices.Contains(prose, string(code)) && !slices.Contains([]Code{Unknown, NotRecorded, NotApplicable, Other}, code):
				t.Errorf("DOMAIN %s has %s, which is in none of its lists", number, code)
			}
		}
		if counted == 0 {
			t.Errorf("no code was found in DOMAIN %s", number)
		}
	}
}

// TestNothingIsInAListThatDomainDoesNotHave is the other way round, for the lists
// that DOMAIN gives in full.
func TestNothingIsInAListThatDomainDoesNotHave(t *testing.T) {
	t.Parallel()
	text := trade(t)
	for number, lists := range sections {
		known := codesIn(section(t, text, number))
		for _, list := range lists {
			for _, e := range list.Codes {
				if !slices.Contains(known, e.Code) {
					t.Errorf("%s %s is not in DOMAIN %s", list.Name, e.Code, number)
				}
			}
		}
	}
}

// TestAnswersThatDomainWritesAsWords are the small lists that DOMAIN has as words
// with a slash between, and the codes that we made of them.
func TestAnswersThatDomainWritesAsWords(t *testing.T) {
	t.Parallel()
	text := strings.Join(strings.Fields(trade(t)), " ")
	tests := map[string]struct {
		list List
		want string
	}{
		"Status: used / shown / threatened / found":                        {MeansStatus, "USED SHOWN THREATENED FOUND"},
		"Assessed by: worker / witness / case worker / file":               {AssessedBy, "WORKER WITNESS CASE_WORKER FILE"},
		"observed / stated / tested":                                       {Certainty, "OBSERVED STATED TESTED"},
		"effect: worked / partly / no / worse / not assessable":            {Effect, "WORKED PARTLY NO WORSE NOT_ASSESSABLE"},
		"done / offered / declined / due":                                  {AftercareStatus, "DUE OFFERED DONE DECLINED"},
		"completed or attempted":                                           {Completion, "COMPLETED ATTEMPTED"},
		"inside/outside":                                                   {Indoors, "INSIDE OUTSIDE"},
		"by police, OM or court":                                           {QualifiedBy, "POLICE OM COURT"},
		"VPT-code bevestigd / ontbreekt":                                   {VPTCode, "CONFIRMED MISSING"},
		"Uplift recognised by the court: YES / NO / NOT_STATED":            {Uplift, "YES NO NOT_STATED"},
		"police support asked, promised, arrived":                          {PoliceSupport, "NOT_ASKED ASKED PROMISED ARRIVED NEVER_CAME"},
		"(AVG or Wpg)":                                                     {LegalRegime, "AVG WPG"},
		"a near miss has nobody hit":                                       {Reach, "REACHED NEAR_MISS"},
		"exposure (bite/blood), hearing damage (fireworks)":                {Exposure, "NONE BITE BLOOD NOISE"},
		"(12–17, 18–22, 23–29, 30–39, 40–49, 50–64, 65+; 18–29 derivable)": {AgeBand, "AGE_12_17 AGE_18_22 AGE_23_29 AGE_30_39 AGE_40_49 AGE_50_64 AGE_65_PLUS"},
		"NIGHT 00:00–05:59, MORNING 06:00–11:59, AFTERNOON 12:00–17:59, EVENING 18:00–23:59 local; " +
			"WEEKEND Fri 18:00–Mon 05:59; NEWYEAR 31 Dec 18:00–1 Jan 05:59": {TimeBand, "NIGHT MORNING AFTERNOON EVENING WEEKEND NEWYEAR"},
	}
	for words, test := range tests {
		if !strings.Contains(text, words) {
			t.Errorf("DOMAIN no longer says %q, which %s comes from", words, test.list.Name)
		}
		var got []string
		for _, e := range test.list.Codes {
			got = append(got, string(e.Code))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %v, want %s", test.list.Name, got, test.want)
		}
	}
}

// TestLabelsAreThoseOfTheTables compares the lists that DOMAIN has as a table. How
// many there are and what is noted behind an English label is no part of the label.
func TestLabelsAreThoseOfTheTables(t *testing.T) {
	t.Parallel()
	text := trade(t)
	row := regexp.MustCompile(`(?m)^\| ([A-Z][A-Z0-9_]+) \| ([^|]+) \| ([^|]+) \|`)
	for number, most := range map[string]int{"7.1": 11, "7.2": 23, "7.3": 18, "7.4": 24, "7.6": 20} {
		rows := row.FindAllStringSubmatch(section(t, text, number), -1)
		if len(rows) != most {
			t.Errorf("%d rows in DOMAIN %s, want %d", len(rows), number, most)
		}
		for _, r := range rows {
			nl, note := strings.TrimSuffix(r[2], " (25)"), strings.Index(r[3]+" (", " (")
			i := slices.IndexFunc(sections[number], func(l List) bool { return within([]List{l}, Code(r[1])) })
			if i < 0 {
				t.Errorf("DOMAIN %s has %s, which is in none of its lists", number, r[1])
				continue
			}
			if e, _ := sections[number][i].Find(Code(r[1])); e.NL != nl || e.EN != r[3] && e.EN != r[3][:note] {
				t.Errorf("%s is %q, %q; DOMAIN has %q, %q", e.Code, e.NL, e.EN, r[2], r[3])
			}
		}
	}
}

func TestOffencesNameTheArticlesThatDomainGives(t *testing.T) {
	t.Parallel()
	named := 0
	for _, m := range regexp.MustCompile(`([A-Z_]{5,}) [^;(]*\(([^)]*)\)`).FindAllStringSubmatch(section(t, trade(t), "7.15"), -1) {
		e, found := Qualification.Find(Code(m[1]))
		if !found {
			continue
		}
		for _, article := range regexp.MustCompile(`\b[1-4][0-9]{2}[a-z]?\b`).FindAllString(m[2], -1) {
			if named++; !strings.Contains(e.ExplainNL, article) || !strings.Contains(e.ExplainEN, article) {
				t.Errorf("%s does not name article %s", e.Code, article)
			}
		}
	}
	if named < 20 {
		t.Errorf("only %d articles found", named)
	}
}

func TestMeansCountUnderTheWeaponThatDomainGives(t *testing.T) {
	t.Parallel()
	classes := map[string]Code{"–": NotApplicable, "personal": "PERSONAL", "knife": "KNIFE", "firearm": "FIREARM", "other": "OTHER_DANGEROUS"}
	row := regexp.MustCompile(`(?m)^\| ([A-Z_]+) \|.*\| ([a-z–]+) \|$`)
	rows := row.FindAllStringSubmatch(section(t, trade(t), "7.3"), -1)
	if len(rows) != len(Means.Codes) {
		t.Errorf("%d rows in DOMAIN, %d means", len(rows), len(Means.Codes))
	}
	for _, r := range rows {
		if got := Means.RollUp(Code(r[1])); got != classes[r[2]] {
			t.Errorf("%s counts under %s, DOMAIN says %s", r[1], got, r[2])
		}
	}
}

func TestOccasionsCountUnderTheActivityThatDomainGives(t *testing.T) {
	t.Parallel()
	want := make(map[Code]Code)
	for _, pair := range regexp.MustCompile(`([A-Z_*+]+)→(\d\d)`).FindAllStringSubmatch(section(t, trade(t), "7.5"), -1) {
		for from := range strings.SplitSeq(pair[1], "+") {
			for _, e := range Occasion.Codes {
				if prefix, all := strings.CutSuffix(from, "*"); string(e.Code) == from || all && strings.HasPrefix(string(e.Code), prefix) {
					want[e.Code] = Code(pair[2])
				}
			}
		}
	}
	if len(want) < 10 {
		t.Fatalf("only %d occasions found", len(want))
	}
	for _, e := range Occasion.Codes {
		activity, told := want[e.Code]
		if !told {
			activity = "11" // the rest
		}
		if e.RollUp != activity {
			t.Errorf("%s counts under %s, DOMAIN says %s", e.Code, e.RollUp, activity)
		}
	}
}

func TestInjuriesAreReportedWhenDomainSaysSo(t *testing.T) {
	t.Parallel()
	body := section(t, trade(t), "7.10")
	reported := 0
	for part := range strings.FieldsFuncSeq(body, func(r rune) bool { return r == ';' || r == ':' }) {
		for _, list := range []List{Injury, MindInjury} {
			for _, code := range codesIn(part) {
				if _, found := list.Find(code); !found {
					continue
				}
				if want := strings.Contains(part, "art. 9"); (list.RollUp(code) == "REPORT") != want {
					t.Errorf("%s counts under %s, DOMAIN says %q", code, list.RollUp(code), part)
				} else if want {
					reported++
				}
			}
		}
	}
	if reported != 4 {
		t.Errorf("%d injuries must be reported, want I4, I5, I6 and M_PERM", reported)
	}
}

func TestEverySepotCodeOfDomainIsInTheList(t *testing.T) {
	t.Parallel()
	found := regexp.MustCompile(`(?:\*\*|code | |, |: )(\d\d)(?:\*\*| ten| on| "| [a-z])`).FindAllStringSubmatch(section(t, trade(t), "3.5"), -1)
	if len(found) < 20 {
		t.Fatalf("only %d codes found", len(found))
	}
	for _, m := range found {
		if _, there := SepotGround.Find(Code(m[1])); !there {
			t.Errorf("DOMAIN 3.5 has %s, the list has not", m[1])
		}
	}
}

package template_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/template"
)

var (
	rotterdam = uuid.UUID{15: 1}
	registrar = access.Actor{ID: uuid.UUID{15: 11}, Role: access.Registrar, Employer: rotterdam, Purpose: access.Registration}
	worker    = access.Actor{ID: uuid.UUID{15: 12}, Role: access.CaseWorker, Employer: rotterdam, Purpose: access.FollowUp}
	stranger  = access.Actor{ID: uuid.UUID{15: 13}, Role: access.Registrar, Employer: uuid.UUID{15: 2}, Purpose: access.Registration}
)

func warning(version int, body string) template.Text {
	return template.Text{Kind: "WARNING_LETTER", Language: "NL", Version: version, Title: "Waarschuwing", Body: body}
}

func TestTemplates(t *testing.T) {
	t.Parallel()
	first := template.Adopted{Text: warning(1, "Op {when}.")}
	second := template.Adopted{Text: warning(2, "Op {when}: {what}.")}
	adopt := func(body string) template.Adopt {
		return template.Adopt{By: registrar, Employer: rotterdam, Text: warning(0, body)}
	}
	head := template.Letterhead{Address: []string{"Coolsingel 40", "3011 AD Rotterdam"}, Phone: "010 000 00 00"}
	set := func(l template.Letterhead) template.SetLetterhead {
		return template.SetLetterhead{By: registrar, Employer: rotterdam, Letterhead: l}
	}
	for name, test := range map[string]struct {
		given []template.Event
		when  template.Command
		then  []template.Event
		err   fault.Kind
		says  string
	}{
		"an employer's own text":                    {when: adopt(" Op {when}. "), then: []template.Event{first}},
		"the same text twice is once":               {given: []template.Event{first}, when: adopt("Op {when}.")},
		"another text is the next version":          {given: []template.Event{first}, when: adopt("Op {when}: {what}."), then: []template.Event{second}},
		"a placeholder that nobody knows":           {when: adopt("Beste,\n\nOp {whenn} gebeurde het."), err: fault.Invalid, says: "text line 3 has the placeholder {whenn}, which this kind of document does not know: use one of {when}, which is probably meant"},
		"a placeholder of another kind of document": {when: adopt("{amounts}"), err: fault.Invalid, says: "{recipient_address}"},
		"a brace that is none":                      {when: adopt("Op {When}."), err: fault.Invalid, says: "small letters"},
		"a placeholder in a heading":                {when: adopt("# Op {when}\n\nBeste,"), err: fault.Invalid, says: "heading"},
		"a table among words":                       {when: template.Adopt{By: registrar, Employer: rotterdam, Text: template.Text{Kind: "DAMAGES_CLAIM", Language: "NL", Title: "x", Body: "Betaal {amounts} nu."}}, err: fault.Invalid, says: "line of its own"},
		"a kind that there is not":                  {when: template.Adopt{By: registrar, Employer: rotterdam, Text: template.Text{Kind: "POEM", Language: "NL", Title: "x", Body: "x"}}, err: fault.Invalid, says: "WARNING_LETTER"},
		"no text at all":                            {when: adopt(""), err: fault.Invalid, says: "template show WARNING_LETTER"},
		"a case worker adopts nothing":              {when: template.Adopt{By: worker, Employer: rotterdam, Text: warning(0, "x")}, err: fault.Forbidden},
		"another employer's registrar neither":      {when: template.Adopt{By: stranger, Employer: rotterdam, Text: warning(0, "x")}, err: fault.Forbidden},
		"one is withdrawn":                          {given: []template.Event{first}, when: template.Withdraw{By: registrar, Employer: rotterdam, Kind: "WARNING_LETTER", Language: "NL", Version: 1}, then: []template.Event{template.Withdrawn{Kind: "WARNING_LETTER", Language: "NL", Version: 1}}},
		"the program's is not withdrawn":            {when: template.Withdraw{By: registrar, Employer: rotterdam, Kind: "WARNING_LETTER", Language: "NL", Version: 1}, err: fault.NotFound, says: "adopt one in the place"},
		"a letterhead":                              {when: set(head), then: []template.Event{template.LetterheadSet{Letterhead: head}}},
		"the same letterhead twice is once":         {given: []template.Event{template.LetterheadSet{Letterhead: head}}, when: set(head)},
		"a letterhead without address":              {when: set(template.Letterhead{Phone: "1"}), err: fault.Invalid, says: "domicile"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := template.Decider.Decide(fold(test.given), test.when)
			if fault.KindOf(err) != test.err || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Fatalf("%v, want %s that says %q", err, test.err, test.says)
			}
			if diff := cmp.Diff(test.then, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func fold(events []template.Event) (s template.Stationery) {
	for _, e := range events {
		s = template.Decider.Evolve(s, e)
	}
	return s
}

func TestAnEmployersNewestTextGoesBeforeTheProgramsUntilItIsWithdrawn(t *testing.T) {
	t.Parallel()
	s := fold([]template.Event{template.Adopted{Text: warning(1, "een")}, template.Adopted{Text: warning(2, "twee")}})
	if h, _ := s.Choose("WARNING_LETTER", "NL", "", 0); h.Body != "twee" {
		t.Errorf("chose %q", h.Body)
	}
	s = template.Decider.Evolve(s, template.Withdrawn{Kind: "WARNING_LETTER", Language: "NL", Version: 2})
	if h, _ := s.Choose("WARNING_LETTER", "NL", "", 0); h.Body != "een" {
		t.Errorf("after a withdrawal chose %q", h.Body)
	}
	if h, found := s.Choose("WARNING_LETTER", "NL", template.Program, 0); !found || h.Whose != template.Program {
		t.Errorf("the program's own: %v %v", h.Whose, found)
	}
	if h, _ := s.Choose("WARNING_LETTER", "NL", template.Employer, 2); h.Body != "twee" {
		t.Errorf("exactly the second: %q", h.Body)
	}
	if _, found := s.Choose("WARNING_LETTER", "EN", "", 0); found {
		t.Error("there is a warning in English")
	}
}

func TestEveryKindComesWithADutchTextAndTheLetterToVictimsWithAnEnglishOne(t *testing.T) {
	t.Parallel()
	var all []string
	for _, h := range template.Shipped() {
		all = append(all, string(h.Kind)+" "+string(h.Language))
	}
	slices.Sort(all)
	want := []string{"AANGIFTE NL", "DAMAGES_CLAIM NL", "LETTER_VICTIM EN", "LETTER_VICTIM NL", "WARNING_LETTER NL"}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestTheLettersAreShortSentences: B1 is short sentences of everyday words; of both the first
// can be counted.
func TestTheLettersAreShortSentences(t *testing.T) {
	t.Parallel()
	for _, h := range template.Shipped() {
		if h.Kind == template.Aangifte {
			continue // for police, not for victims
		}
		for _, l := range h.Fill(nil).Lines {
			var text strings.Builder
			for _, r := range l.Runs {
				if !r.Blank {
					text.WriteString(r.Text)
				}
			}
			for _, sentence := range strings.FieldsFunc(text.String(), func(r rune) bool { return strings.ContainsRune(".?!:", r) }) {
				if n := len(strings.Fields(sentence)); n > 22 {
					t.Errorf("%s: %d words: %s", h.Kind, n, sentence)
				}
			}
		}
	}
}

func TestWhatIsNotKnownIsABlankThatIsListedOnce(t *testing.T) {
	t.Parallel()
	text := warning(1, "Op {when} en weer op {when}: {what}.\nBel {phone}.\n\n- {where}")
	got := text.Fill(map[string]template.Value{"what": {Text: "spugen"}, "phone": {Text: "010"}})
	want := []template.Line{
		{Runs: []template.Run{
			{Text: "Op "}, {Text: "[nog invullen: wanneer het was]", Blank: true}, {Text: " en weer op "}, {Text: "[nog invullen: wanneer het was]", Blank: true},
			{Text: ": "}, {Text: "spugen"}, {Text: ". Bel "}, {Text: "010"}, {Text: "."},
		}},
		{Block: template.Item, Runs: []template.Run{{Text: "[nog invullen: waar het was]", Blank: true}}},
	}
	if diff := cmp.Diff(want, got.Lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(got.Missing) != 2 || got.Missing[0].Name != "when" || got.Missing[1].Name != "where" {
		t.Errorf("missing %v", got.Missing)
	}
}

// TestWhatIsFilledInIsNeverReadAsAText: an answer with braces or marks stays words.
func TestWhatIsFilledInIsNeverReadAsAText(t *testing.T) {
	t.Parallel()
	got := warning(1, "Op {when}.").Fill(map[string]template.Value{"when": {Text: "# {what} :: x"}})
	if len(got.Lines) != 1 || got.Lines[0].Block != template.Paragraph || len(got.Missing) != 0 || got.Lines[0].Runs[1].Text != "# {what} :: x" {
		t.Errorf("%+v", got)
	}
}

func TestSumsAreWrittenToTheCent(t *testing.T) {
	t.Parallel()
	for cents, want := range map[int64][2]string{
		0: {"€\u00a00,00", "€0.00"}, 5: {"€\u00a00,05", "€0.05"}, 123_450: {"€\u00a01.234,50", "€1,234.50"}, 100_000_000_001: {"€\u00a01.000.000.000,01", "€1,000,000,000.01"},
	} {
		if nl, en := template.Euro(cents, "NL"), template.Euro(cents, "EN"); nl != want[0] || en != want[1] {
			t.Errorf("%d: %q, %q", cents, nl, en)
		}
	}
}

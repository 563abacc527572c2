package api

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/release"
	"ruggensteun/projections/figures"
)

// mostDiffering is how many cells are named that a release would print otherwise: a change
// of rules changes nearly all.
const mostDiffering = 20

type releaseCheck struct {
	ID        uuid.UUID       `json:"id" format:"uuid"`
	Equal     bool            `json:"equal" doc:"Every question has the same bytes when it is answered anew."`
	Questions []questionCheck `json:"questions" doc:"Each answered anew from what was recorded up to the position of the release, without looking at what was printed."`
	Findings  []findingPage   `json:"findings" doc:"What the comparison with all other releases that are or were out finds."`
	Invented  bool            `json:"invented,omitempty" doc:"Made up by a demonstration."`
	Notice    *figures.Text   `json:"notice,omitempty" doc:"Says that it was."`
}

type questionCheck struct {
	Question  string          `json:"question"`
	Hash      string          `json:"hash" doc:"Of the bytes that were printed."`
	Anew      string          `json:"anew,omitempty" doc:"Of the bytes that would be printed now."`
	Equal     bool            `json:"equal" doc:"They are the same."`
	Cells     int             `json:"cells" doc:"How many numbers were printed, with totals."`
	Differing int             `json:"differing" doc:"How many of them would be others now."`
	Differs   []differingCell `json:"differs" doc:"The first of those."`
	Why       []reasonPage    `json:"why" doc:"What is known of the difference."`
}

type differingCell struct {
	Cell string        `json:"cell" doc:"The question of this cell alone."`
	Was  *figures.Cell `json:"was,omitempty" doc:"As printed; left out where it was not."`
	Is   *figures.Cell `json:"is,omitempty" doc:"As it would be printed now; left out where it would not."`
}

type reasonPage struct {
	Kind string       `json:"kind" enum:"CELL_KEY,P_TABLE,RULES,CLASSIFICATION,FORGOTTEN,MAY_BE_FORGOTTEN,WORDS,NOT_ANSWERED,UNEXPLAINED"`
	Text figures.Text `json:"text"`
}

type findingPage struct {
	Kind     release.Kind `json:"kind" enum:"CONTRADICTION,CONTRADICTS_WITHDRAWN,OTHER_KEY,OTHER_TABLE,OTHER_RULES,OTHER_CLASSIFICATION"`
	Release  uuid.UUID    `json:"release" format:"uuid" doc:"The other release."`
	Question string       `json:"question" doc:"Of this release."`
	Other    string       `json:"other" doc:"Question of the other release."`
	Cell     string       `json:"cell" doc:"The first cell that shows it."`
	Cells    int          `json:"cells" doc:"How many cells show it."`
}

func findingOf(f release.Finding) findingPage { return findingPage(f) }

type releaseCheckAnswer struct{ Body releaseCheck }

type readReleaseInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the release."`
}

// checkRelease answers a release anew and compares it with what was printed.
func (a *api) checkRelease(ctx context.Context, in *readReleaseInput) (*releaseCheckAnswer, error) {
	id, s, _, err := a.releaseNamed(ctx, in.ID, access.ReadRelease)
	if err != nil {
		return nil, err
	}
	method, err := a.Figures.Method()
	if err != nil {
		return nil, err
	}
	found, _, err := a.compared(ctx, id, s)
	if err != nil {
		return nil, err
	}
	page := releaseCheck{ID: id, Equal: true, Findings: inFull(found, findingOf), Invented: s.Invented, Notice: noticeOf(s.Invented)}
	for _, printed := range s.Answers {
		check, err := a.checkQuestion(ctx, s, printed, release.Method(method))
		if err != nil {
			return nil, err
		}
		page.Equal = page.Equal && check.Equal
		page.Questions = append(page.Questions, check)
	}
	return &releaseCheckAnswer{page}, a.record(ctx, access.Reading{What: "release", ID: id, Position: s.Epoch.Position})
}

func (a *api) checkQuestion(ctx context.Context, s release.State, printed release.Answer, method release.Method) (questionCheck, error) {
	check := questionCheck{Question: printed.Question, Hash: printed.Hash.String(), Differs: []differingCell{}, Why: []reasonPage{}}
	before, err := cellsOf(printed.Text)
	if err != nil {
		return check, err
	}
	check.Cells = len(before)
	_, anew, err := a.printedFor(ctx, printed.Question, s.Viewer, s.Epoch)
	if kind := fault.KindOf(err); kind == fault.Invalid || kind == fault.TooLarge {
		check.Differing = check.Cells
		check.because("NOT_ANSWERED", "deze vraag wordt nu geweigerd: "+err.Error(), "this question is refused now: "+err.Error())
	} else if err != nil {
		return check, err
	} else {
		after, err := cellsOf(anew.Text)
		if err != nil {
			return check, err
		}
		check.Anew, check.Equal = anew.Hash.String(), anew.Text == printed.Text
		check.compare(before, after)
	}
	if !check.Equal {
		check.explain(s.Method, method, printed, anew)
	}
	return check, nil
}

func (q *questionCheck) because(kind, nl, en string) {
	q.Why = append(q.Why, reasonPage{kind, figures.Text{NL: nl, EN: en}})
}

// compare notes the cells that print something else.
func (q *questionCheck) compare(before, after []figures.PrintedCell) {
	was, is := byCell(before), byCell(after)
	note := func(cell string) {
		q.Differing++
		if len(q.Differs) == mostDiffering {
			return
		}
		d := differingCell{Cell: cell}
		if c, there := was[cell]; there {
			d.Was = &c
		}
		if c, there := is[cell]; there {
			d.Is = &c
		}
		q.Differs = append(q.Differs, d)
	}
	for _, c := range before {
		if now, there := is[c.Of]; !there || now != c.Cell {
			note(c.Of)
		}
	}
	for _, c := range after {
		if _, there := was[c.Of]; !there {
			note(c.Of)
		}
	}
}

func byCell(list []figures.PrintedCell) map[string]figures.Cell {
	all := make(map[string]figures.Cell, len(list))
	for _, c := range list {
		all[c.Of] = c.Cell
	}
	return all
}

// explain says what has changed since: how numbers are printed and counted, what they are
// laid out by, or that somebody was forgotten. A difference that none of it
// explains is one of the records, which never change.
func (q *questionCheck) explain(then, now release.Method, printed, anew release.Answer) {
	if then.Key != now.Key {
		q.because("CELL_KEY", "er is nu een andere celsleutel ("+now.Key+" en niet "+then.Key+")", "there is another cell key now ("+now.Key+" and not "+then.Key+")")
	}
	if then.Table != now.Table {
		q.because("P_TABLE", "er is nu een andere p-tabel ("+now.Table+" en niet "+then.Table+")", "there is another p-table now ("+now.Table+" and not "+then.Table+")")
	}
	if then.Rules != now.Rules {
		q.because("RULES", "er wordt nu geteld volgens regels "+now.Rules+", en niet "+then.Rules, "it is counted by rules "+now.Rules+" now, and not "+then.Rules)
	}
	for _, c := range anew.Classifications {
		if was := slices.IndexFunc(printed.Classifications, func(p release.Classification) bool { return p.Name == c.Name }); was >= 0 && printed.Classifications[was] != c {
			q.because("CLASSIFICATION", "de indeling "+c.Name+" is veranderd", "the classification "+c.Name+" has changed")
		}
	}
	switch asked, err := figures.ParseQuestion(q.Question); {
	case slices.ContainsFunc(q.Differs, func(d differingCell) bool { return strings.Contains(d.Cell, "=FORGOTTEN") }):
		q.because("FORGOTTEN", "van personen is sindsdien iets vergeten", "something about persons was forgotten since")
	case q.Differing > 0 && err == nil && asked.Forgettable():
		q.because("MAY_BE_FORGOTTEN", "wat hier geteld wordt, kan van een enkele persoon vergeten zijn: van zo weinigen is dat zelf niet te zien", "what is counted here may have been forgotten of a person or two: of so few that itself does not show")
	}
	switch {
	case q.Differing == 0 && q.Anew != "":
		q.because("WORDS", "alle getallen zijn gelijk, de woorden eromheen niet", "all numbers are the same, the words around them are not")
	case len(q.Why) == 0:
		q.because("UNEXPLAINED", "niets verklaart dit verschil: laat de beheerder `ruggensteun verify` draaien", "nothing explains this difference: have the operator run `ruggensteun verify`")
	}
}

func cellsOf(text string) ([]figures.PrintedCell, error) {
	var answer figures.Answer
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		return nil, fmt.Errorf("read an answer that was printed: %w", err)
	}
	return answer.Printed()
}

// compared holds a release against all others that are or were out, and tells with how many.
func (a *api) compared(ctx context.Context, id uuid.UUID, s release.State) ([]release.Finding, int, error) {
	ledger, _, err := release.LedgerDecider.Load(ctx, a.journal, release.LedgerStream())
	if err != nil {
		return nil, 0, err
	}
	fresh, err := printings(id, s)
	if err != nil {
		return nil, 0, err
	}
	out := ledger.WereOut()
	var earlier []release.Printing
	for _, e := range out {
		if e.Release == id {
			continue
		}
		other, _, err := release.Decider.Load(ctx, a.journal, release.Stream(e.Release))
		if err != nil {
			return nil, 0, err
		}
		printed, err := printings(e.Release, other)
		if err != nil {
			return nil, 0, err
		}
		earlier = append(earlier, printed...)
	}
	return release.Compare(fresh, earlier), len(out), nil
}

// printings are all that a release printed.
func printings(id uuid.UUID, s release.State) ([]release.Printing, error) {
	var list []release.Printing
	for _, answer := range s.Answers {
		cells, err := cellsOf(answer.Text)
		if err != nil {
			return nil, fmt.Errorf("release %s: %w", id, err)
		}
		p := release.Printing{
			Release: id, Withdrawn: s.Stage == release.TakenBack, Viewer: s.Viewer, Epoch: s.Epoch, Method: s.Method, Classifications: answer.Classifications, Question: answer.Question,
		}
		for _, c := range cells {
			p.Cells = append(p.Cells, release.Cell{Of: c.Of, N: c.N, NotBrokenDown: c.NotBrokenDown})
		}
		list = append(list, p)
	}
	return list, nil
}

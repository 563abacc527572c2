package web

import (
	"cmp"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
	"ruggensteun/projections/figures"
)

// caseAt is the page of a case; what is done with it stands below it.
const caseAt = "/zaak/{case}"

// caseFile is GET /v1/cases/{id} as far as pages need it.
type caseFile struct {
	ID         uuid.UUID
	Version    int64
	Notice     *figures.Text
	Closed     bool
	MergedInto *uuid.UUID `json:"merged_into"`
	Merged     []uuid.UUID

	Regime                codes.Code
	Stage, Outcome, Sepot codes.Code
	Final                 bool
	NotReceived           []codes.Code `json:"not_received"`
	Unreadable            int
	Contradictions        []struct{ What figures.Text }
	Remarks               []struct{ What figures.Text }
	Instances             []struct {
		Instance codes.Code
		Imposed  []sanction
	}

	Incidents, Victims, Aangiften []uuid.UUID
	Suspect                       *uuid.UUID
	Persons                       []struct {
		Recorded uuid.UUID `json:"recorded_under"`
		Counted  uuid.UUID `json:"counted_under"`
	} `json:"persons_merged"`
	HeldUntil string `json:"held_until"`

	Notices   []notice
	Ledger    []account
	Untold    []untold
	Tellings  []telling
	Loose     []looseEnd `json:"loose_ends"`
	Clocks    []clock
	Work      caseWork
	Documents []document
}

type sanction struct {
	Kind codes.Code
	Size int
	Unit string
}

type notice struct {
	ID        uuid.UUID
	State     string
	Step      codes.Code
	Effect    *occurrence
	Received  *occurrence
	Hearing   *occurrence
	Source    codes.Code
	Withdrawn bool
	Case      *uuid.UUID // the merged case that holds it, where it is corrected
	Reference *heldText
	Text      *heldText

	Aangifte, Worker                                                      *uuid.UUID
	VPT, Sepot, Conditional, Summons, Uplift, Outcome, Instance, Decision codes.Code
	Percent                                                               *toldCount
	Sanctions                                                             []sanction
	Offences                                                              []offenceForm
	Amounts                                                               []struct {
		Claimant   uuid.UUID
		OfEmployer bool `json:"of_employer"`
		Kind       codes.Code
		Cents      int
	}
}

// heldText says whether there is one: what was never told, what was destroyed and what is not for this role
// are three answers.
type heldText struct{ State, Text string }

type account struct {
	Claimant                 uuid.UUID
	OfEmployer               bool `json:"of_employer"`
	Claimed, Joined, Awarded *int64
	Advance, Paid, Open      int64
}

type untold struct {
	Victim, Notice   uuid.UUID
	Step             codes.Code
	Since            *occurrence
	Withdrawn, Again bool
}

type telling struct {
	Victim   uuid.UUID
	Channel  codes.Code
	On       *occurrence
	Text     *heldText
	Document *uuid.UUID
}

type looseEnd struct {
	Kind   prosecution.Looseness
	Person uuid.UUID
}

type clock struct {
	Agreement   string
	Name        figures.Text
	State       agreement.State
	Right       bool
	Due         string
	DueAt       string `json:"due_at"`
	Because     figures.Text
	Responsible codes.Code
}

type caseWork struct {
	You          uuid.UUID
	Responsible  uuid.UUID
	StandIn      uuid.UUID  `json:"stand_in"`
	OfferedTo    uuid.UUID  `json:"offered_to"`
	OfferedAll   bool       `json:"offered_to_team"`
	SilentSince  *time.Time `json:"silent_since"`
	SnoozedUntil string     `json:"snoozed_until"`
	SnoozeReason *heldText  `json:"snooze_reason"`
	Unnamed      []uuid.UUID
}

type document struct {
	ID        uuid.UUID
	State     string
	Kind      codes.Code
	Language  codes.Code
	Worker    *uuid.UUID
	Missing   []blank
	At        *time.Time
	Withdrawn bool
}

type blank struct {
	Field string
	What  figures.Text
}

// caseAnswered is a case with the names of who was hit, as far as whoever asks may read those.
type caseAnswered struct {
	caseFile
	care  *careFile // of a file of care, which has the work, the terms and the worker in common with a case
	names map[uuid.UUID]string
	shut  map[uuid.UUID]string // why there is no name, as a key of the catalogue
}

// mostNamed bounds how many incidents are opened for the names of who was hit in them.
const mostNamed = 5

// openCase asks for the case that the address names.
func (v *visit) openCase() (*caseAnswered, error) {
	c := &caseAnswered{names: map[uuid.UUID]string{}, shut: map[uuid.UUID]string{}}
	into := any(&c.caseFile)
	if v.r.PathValue("care") != "" {
		c.care = &careFile{}
		into = c.care
	}
	if err := v.ask(v.caseInAPI(), nil, into); err != nil {
		return nil, err
	}
	if c.care != nil {
		c.caseFile = c.care.asCase()
	}
	for _, id := range c.Incidents[:min(len(c.Incidents), mostNamed)] {
		if err := v.nameVictims(c, id); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// caseInAPI is the case that the address names, or the file of care: what is done with either stands below it.
func (v *visit) caseInAPI() string {
	if id := v.r.PathValue("care"); id != "" {
		return "/v1/aftercare/" + url.PathEscape(id)
	}
	return "/v1/cases/" + url.PathEscape(v.r.PathValue("case"))
}

func (v *visit) casePath() string {
	if id := v.r.PathValue("care"); id != "" {
		return careAt + "/" + id
	}
	return "/zaak/" + v.r.PathValue("case")
}

// nameVictims takes names from an incident. Where it may not be read there are none, and the page says so.
func (v *visit) nameVictims(c *caseAnswered, incident uuid.UUID) error {
	var page struct {
		Personal *struct {
			Workers []struct {
				Person         uuid.UUID
				Identity, Name string
			}
		}
	}
	if err := v.ask("/v1/incidents/"+incident.String(), nil, &page); err != nil {
		if p, is := asProblem(err); is && p.Status < 500 {
			return nil
		}
		return err
	}
	if page.Personal == nil {
		return nil
	}
	for _, w := range page.Personal.Workers {
		for _, id := range c.under(w.Person) {
			switch w.Identity {
			case "present":
				c.names[id] = w.Name
			case "forgotten":
				c.shut[id] = "case.name-forgotten"
			case "closed":
				c.shut[id] = "case.name-closed"
			}
		}
	}
	return nil
}

// under are the pseudonyms that a person goes by in this case.
func (c *caseAnswered) under(person uuid.UUID) []uuid.UUID {
	all := []uuid.UUID{person}
	for _, p := range c.Persons {
		if p.Recorded == person && !slices.Contains(all, p.Counted) {
			all = append(all, p.Counted)
		}
	}
	return all
}

// victim is what somebody is called on a page: by name where that may be read.
func (v *visit) victim(c *caseAnswered, id uuid.UUID) string {
	if name := c.names[id]; name != "" {
		return name
	}
	return v.word("case.victim", short(id))
}

func (v *visit) claimant(c *caseAnswered, a account) string {
	if a.OfEmployer {
		return v.word("case.employer")
	}
	return v.victim(c, a.Claimant)
}

// victims are choices, those who wait for news first.
func (v *visit) victims(c *caseAnswered) (all []option) {
	waiting := []uuid.UUID{}
	for _, u := range c.Untold {
		waiting = append(waiting, u.Victim)
	}
	for _, id := range append(waiting, c.Victims...) {
		if !slices.ContainsFunc(all, func(o option) bool { return o.Value == id.String() }) {
			all = append(all, option{Value: id.String(), Text: v.victim(c, id)})
		}
	}
	return all
}

// number is the last one that was heard of the case: what police or OM know it by.
func (c *caseFile) number() (text string, from codes.Code) {
	for _, n := range c.Notices {
		if n.Reference != nil && n.Reference.Text != "" {
			text, from = n.Reference.Text, n.Source
		}
	}
	return text, from
}

func (c *caseFile) offeredToMe() bool {
	return c.Work.OfferedAll || c.Work.OfferedTo != uuid.Nil && c.Work.OfferedTo == c.Work.You
}

func asProblem(err error) (*problem, bool) {
	p := &problem{}
	is := errors.As(err, &p)
	return p, is
}

// station is a part of the way from aangifte to the last euro.
type station struct {
	Name  string
	State string // done, here, missing, ahead
	Said  string // for who cannot see that
	What  string
	On    string
}

// stations are the way; each step and stage of the codes is of one. A test holds that.
var stations = []struct {
	name          string
	steps, stages []codes.Code
}{
	{"chain.complaint", []codes.Code{"MELD_POL", "AANG", "AANG_REF", "AANG_WD", "VPT_CODE"}, []codes.Code{"REPORTED", "REFUSED", "COMPLAINT"}},
	{"chain.police", []codes.Code{"INV_START", "INV_NONE", "INV_STOP", "SUSP_ID", "ARRESTED", "REMAND_IVS", "REMAND_BEW", "REMAND_GEV", "RELEASED"}, []codes.Code{"INVESTIGATED", "STOPPED"}},
	{"chain.om", []codes.Code{"PV_OM", "ZSM", "SEPOT", "SEPOT_REV", "SB", "SB_VERZET", "TRANS", "MEDIATION", "ART12", "ART12_DEC", "SUMMONS"}, []codes.Code{"AT_OM", "DISMISSED", "PENAL_ORDER", "SETTLED", "COMPLAINED", "SUMMONED"}},
	{"chain.court", []codes.Code{"JOIN_BP", "SPEAK", "HEARING", "ADJOURN", "DEMAND", "VERDICT", "APPEAL", "APPEAL_WD", "ARREST_HOF", "CASS", "HR"}, []codes.Code{"IN_COURT", "JUDGED", "ON_APPEAL", "IN_CASSATION"}},
	{"chain.execution", []codes.Code{"FINAL", "EXEC_START", "EXEC_END", "EXEC_FAIL"}, []codes.Code{"FINAL", "EXECUTION", "EXECUTED", "EXEC_FAILED"}},
	{"chain.damages", []codes.Code{"DMG_ADV", "DMG_PAID"}, nil},
}

// way is the chain with what was heard at each of its stations.
func (v *visit) way(c *caseAnswered) []station {
	here := -1
	for i, s := range stations {
		if slices.Contains(s.stages, c.stage()) {
			here = i
		}
	}
	all := make([]station, len(stations))
	for i, s := range stations {
		all[i] = station{Name: v.word(s.name), State: "ahead", Said: v.word("chain.ahead")}
		if i < here {
			all[i].State, all[i].Said = "skipped", v.word("chain.skipped")
		}
		for _, n := range c.Notices {
			if n.Withdrawn || !slices.Contains(s.steps, n.Step) {
				continue
			}
			all[i].State, all[i].Said = "done", v.word("chain.done")
			all[i].What, all[i].On = v.label(codes.CaseStep, n.Step), v.since(n.Effect)
		}
		for _, step := range c.NotReceived {
			if slices.Contains(s.steps, step) && all[i].State != "done" {
				all[i].State, all[i].Said, all[i].What = "missing", v.word("chain.missing"), v.label(codes.CaseStep, step)
			}
		}
	}
	if len(c.Aangiften) > 0 && all[0].State != "done" { // recorded here, whatever anybody told of it
		all[0].State, all[0].Said, all[0].What = "done", v.word("chain.recorded"), v.label(codes.CaseStep, "AANG")
	}
	if here >= 0 {
		all[here].State, all[here].Said = "here", v.word("chain.here")
	}
	v.moneyStation(c, &all[len(all)-1])
	for i := range all {
		if strings.EqualFold(all[i].What, all[i].Name) {
			all[i].What = ""
		}
	}
	return all
}

// stage is how far the case is: an aangifte that is on record here was made, whether or not a notice of it came.
func (c *caseAnswered) stage() codes.Code {
	if c.Stage == "NOTHING" && len(c.Aangiften) > 0 {
		return "COMPLAINT"
	}
	return c.Stage
}

// moneyStation says of damages what the ledger says.
func (v *visit) moneyStation(c *caseAnswered, s *station) {
	var awarded, open int64
	known := false
	for _, a := range c.Ledger {
		if a.Awarded != nil {
			awarded, open, known = awarded+*a.Awarded, open+a.Open, true
		}
	}
	switch {
	case known && open > 0:
		s.State, s.Said, s.What = "missing", v.word("chain.owed"), v.word("chain.owed-sum", v.euros(open))
	case known:
		s.State, s.Said, s.What = "done", v.word("chain.done"), cmp.Or(s.What, v.word("chain.settled"))
	case len(c.Ledger) > 0:
		s.What = v.word("chain.claimed")
	}
}

package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/prosecution"
)

const stepKey = "step"

// rows is how many sanctions and sums one form takes; more come in a second notice.
const rows = 2

var deedStep = &deed{
	at: "/bericht", group: "deed.news", word: "deed.step", submit: "deed.step.submit", done: "done.step", action: access.ChangeCase, fits: takesNew,
	extra: func(v *visit, _ *caseAnswered, given url.Values, page *deedPage) {
		page.Choose = v.chooseStep(given.Get(stepKey))
	},
	form: func(v *visit, c *caseAnswered, given url.Values) ([]entry, error) {
		return v.stepEntries(c, codes.Code(given.Get(stepKey))), nil
	},
	send: func(v *visit, given url.Values, once string) error { return v.sendStep(given, once) },
}

// chooseStep asks first what happened: what else is asked depends on it.
func (v *visit) chooseStep(value string) *chooser {
	c := &chooser{Action: v.To(v.Path), Name: stepKey, Label: v.word("step.what"), Value: value}
	if _, known := codes.CaseStep.Find(codes.Code(value)); !known {
		c.Value = ""
	}
	other := optionGroup{Label: v.word("step.other")}
	for _, s := range stations {
		c.Groups = append(c.Groups, optionGroup{Label: v.word(s.name), Options: chosen(v.someOf(codes.CaseStep, s.steps), value)})
	}
	for _, e := range append(slices.Clone(codes.CaseStep.Codes), codes.Entry{Code: codes.Other}) {
		if stationOf(e.Code) < 0 {
			other.Options = append(other.Options, option{Value: string(e.Code), Text: v.label(codes.CaseStep, e.Code), Selected: string(e.Code) == value})
		}
	}
	c.Groups = append(c.Groups, other)
	return c
}

// stationOf is -1 for a step that is of no part of the way.
func stationOf(step codes.Code) int {
	for i, s := range stations {
		if slices.Contains(s.steps, step) {
			return i
		}
	}
	return -1
}

func (v *visit) stepEntries(c *caseAnswered, step codes.Code) []entry {
	asks := prosecution.AskedOf(step)
	number, _ := c.number()
	entries := []entry{
		{Name: "received", Label: v.word("step.received"), Kind: dayEntry, Required: true, Value: today()},
		{Name: "source", Label: v.word("step.source"), Kind: choiceEntry, Options: chosen(v.someOf(codes.NoticeSource, nil), string(usualSource(step)))},
		{Name: "effect", Label: v.word("step.effect"), Hint: v.word("step.effect-hint"), Kind: dayEntry},
	}
	for _, name := range asks.Details {
		entries = append(entries, v.detailEntries(c, step, name, asks)...)
	}
	if len(asks.Amounts) > 0 {
		for i := range rows {
			entries = append(entries, v.amountEntries(c, asks.Amounts, i)...)
		}
	}
	return append(entries,
		entry{Name: "reference", Label: v.word("call.reference"), Kind: textEntry, Value: number, Most: 100},
		entry{Name: "text", Label: v.word("step.text"), Kind: areaEntry, Most: 5000, Required: step == codes.Other})
}

// usualSource is who most often tells of a step.
func usualSource(step codes.Code) codes.Code {
	if i := stationOf(step); i >= 0 {
		return []codes.Code{"EMPLOYER", "POLICE", "OM", "OM", "CJIB", "CJIB"}[i]
	}
	return "POLICE"
}

// detailEntries are the entries of one detail that a step can have.
func (v *visit) detailEntries(c *caseAnswered, step codes.Code, name string, asks prosecution.Asks) []entry {
	one := func(label string, list codes.List, only []codes.Code) []entry {
		return []entry{{Name: name, Label: label, Kind: choiceEntry, Options: v.orNone(v.someOf(list, only))}}
	}
	switch name {
	case "aangifte":
		if len(c.Aangiften) == 0 {
			return nil
		}
		options := v.orNone(nil)
		for _, id := range c.Aangiften {
			options = append(options, option{Value: id.String(), Text: v.word("step.aangifte-name", short(id)), Selected: len(c.Aangiften) == 1})
		}
		return []entry{{Name: name, Label: v.word("step.aangifte"), Kind: choiceEntry, Options: options}}
	case "worker":
		return []entry{{Name: name, Label: v.word("step.worker"), Kind: choiceEntry, Options: v.orNone(v.victims(c))}}
	case "vpt":
		return one(v.word("step.vpt"), codes.VPTCode, nil)
	case "sepot":
		return one(v.word("step.sepot"), codes.SepotGround, nil)
	case "conditional":
		return one(v.word("step.conditional"), codes.YesNo, nil)
	case "summons":
		return one(v.word("step.summons"), codes.SummonsKind, nil)
	case "hearing":
		return []entry{{Name: name, Label: v.word("step.hearing"), Kind: dayEntry}, {Name: "hearing-time", Label: v.word("step.hearing-time"), Hint: v.word("step.hearing-time-hint"), Kind: textEntry, Most: 5}}
	case "instance":
		return one(v.word("step.instance"), codes.Instance, nil)
	case "decision":
		return one(v.word("step.decision"), codes.ComplaintDecision, nil)
	case "outcome":
		return one(v.word("step.outcome"), codes.Outcome, asks.Outcomes)
	case "uplift":
		if step == "DEMAND" {
			return one(v.word("step.uplift-demanded"), codes.UpliftDemanded, nil)
		}
		return one(v.word("step.uplift"), codes.Uplift, nil)
	case "percent":
		return []entry{{Name: name, Label: v.word("step.percent"), Kind: numberEntry}}
	case "sanctions":
		return v.sanctionEntries()
	case "offences":
		return []entry{
			{Name: "offences[0].offence", Label: v.word("step.offence"), Kind: choiceEntry, Options: v.orNone(v.someOf(codes.Qualification, nil))},
			{Name: "offences[0].article", Label: v.word("step.article"), Hint: v.word("step.article-hint"), Kind: textEntry, Most: 40},
		}
	}
	return nil
}

func (v *visit) sanctionEntries() (all []entry) {
	for i := range rows {
		at, n := fmt.Sprintf("sanctions[%d].", i), strconv.Itoa(i+1)
		all = append(all,
			entry{Name: at + "kind", Label: v.word("step.sanction", n), Kind: choiceEntry, Options: v.orNone(v.someOf(codes.Sanction, nil))},
			entry{Name: at + "size", Label: v.word("step.size", n), Hint: v.word("step.size-hint"), Kind: textEntry, Most: 20})
	}
	return all
}

func (v *visit) amountEntries(c *caseAnswered, kinds []codes.Code, i int) []entry {
	at, n := fmt.Sprintf("amounts[%d].", i), strconv.Itoa(i+1)
	kind := v.orNone(v.someOf(codes.AmountKind, kinds))
	if len(kinds) == 1 {
		kind = chosen(kind, string(kinds[0]))
	}
	return []entry{
		{Name: at + "kind", Label: v.word("step.amount", n), Kind: choiceEntry, Options: kind},
		{Name: at + "cents", Label: v.word("step.euros", n), Hint: v.word("step.euros-hint"), Kind: textEntry, Most: 20},
		{Name: at + "claimant", Label: v.word("step.claimant", n), Kind: choiceEntry, Options: append(v.victims(c), option{Text: v.word("case.employer")})},
	}
}

// heardForm is a notice as the API takes it.
type heardForm struct {
	Received    *at           `json:"received,omitempty"`
	Source      string        `json:"source,omitempty"`
	Step        string        `json:"step,omitempty"`
	Effect      *at           `json:"effect,omitempty"`
	Aangifte    string        `json:"aangifte,omitempty"`
	Worker      string        `json:"worker,omitempty"`
	VPT         string        `json:"vpt,omitempty"`
	Sepot       string        `json:"sepot,omitempty"`
	Conditional string        `json:"conditional,omitempty"`
	Summons     string        `json:"summons,omitempty"`
	Hearing     *at           `json:"hearing,omitempty"`
	Uplift      string        `json:"uplift,omitempty"`
	Percent     *int          `json:"percent,omitempty"`
	Outcome     string        `json:"outcome,omitempty"`
	Sanctions   []sizedForm   `json:"sanctions,omitempty"`
	Offences    []offenceForm `json:"offences,omitempty"`
	Instance    string        `json:"instance,omitempty"`
	Decision    string        `json:"decision,omitempty"`
	Amounts     []heardAmount `json:"amounts,omitempty"`
	Reference   string        `json:"reference,omitempty"`
	Text        string        `json:"text,omitempty"`
}

type sizedForm struct {
	Kind string `json:"kind"`
	Size int    `json:"size,omitempty"`
}

type offenceForm struct {
	Offence string `json:"offence"`
	Article string `json:"article,omitempty"`
}

type heardAmount struct {
	Claimant string `json:"claimant,omitempty"`
	Kind     string `json:"kind"`
	Cents    int    `json:"cents"`
}

func (v *visit) sendStep(given url.Values, once string) error {
	h, err := v.heard(given)
	if err != nil {
		return err
	}
	return v.toCase("/notices", once, nil, h)
}

// heard is a notice as it was filled in.
func (v *visit) heard(given url.Values) (h heardForm, err error) {
	h = heardForm{
		Received: when(given.Get("received")), Source: given.Get("source"), Step: given.Get(stepKey), Effect: when(given.Get("effect")),
		Aangifte: given.Get("aangifte"), Worker: given.Get("worker"), VPT: given.Get("vpt"), Sepot: given.Get("sepot"), Conditional: given.Get("conditional"),
		Summons: given.Get("summons"), Uplift: given.Get("uplift"), Outcome: given.Get("outcome"), Instance: given.Get("instance"), Decision: given.Get("decision"),
		Reference: given.Get("reference"), Text: given.Get("text"),
	}
	if h.Effect == nil {
		h.Effect = &at{Finer: string(codes.Unknown)}
	}
	if day := given.Get("hearing"); day != "" {
		h.Hearing = when(day)
		if time := given.Get("hearing-time"); time != "" {
			h.Hearing.At += "T" + time
		}
	}
	if text := given.Get("percent"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			return h, v.wrong("percent", "wrong.number")
		}
		h.Percent = &n
	}
	if offence := given.Get("offences[0].offence"); offence != "" {
		h.Offences = []offenceForm{{offence, given.Get("offences[0].article")}}
	}
	if err := v.sized(&h, given); err != nil {
		return h, err
	}
	return h, v.sums(&h, given)
}

// sized reads sanctions: days and hours as they are, money in euros.
func (v *visit) sized(h *heardForm, given url.Values) error {
	for i := range rows {
		at := fmt.Sprintf("sanctions[%d].", i)
		kind, text := given.Get(at+"kind"), given.Get(at+"size")
		switch {
		case kind == "" && text == "":
			continue
		case kind == "":
			return v.wrong(at+"kind", "wrong.kind")
		}
		s, is := sizedForm{Kind: kind}, true
		switch {
		case text == "":
		case prosecution.UnitOf(codes.Code(kind)) == "cents":
			s.Size, is = inCents(text)
		default:
			n, err := strconv.Atoi(text)
			s.Size, is = n, err == nil
		}
		if !is {
			return v.wrong(at+"size", "wrong.number")
		}
		h.Sanctions = append(h.Sanctions, s)
	}
	return nil
}

func (v *visit) sums(h *heardForm, given url.Values) error {
	for i := range rows {
		at := fmt.Sprintf("amounts[%d].", i)
		kind, text := given.Get(at+"kind"), given.Get(at+"cents")
		switch {
		case text == "":
			continue // without a sum there is none, whatever kind was chosen
		case kind == "":
			return v.wrong(at+"kind", "wrong.kind")
		}
		cents, is := inCents(text)
		if !is {
			return v.wrong(at+"cents", "wrong.money")
		}
		h.Amounts = append(h.Amounts, heardAmount{given.Get(at + "claimant"), kind, cents})
	}
	return nil
}

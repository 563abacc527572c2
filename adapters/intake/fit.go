package intake

import (
	"slices"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
)

// fit takes out what the rules of the trade would refuse an incident for and what
// no incident needs to be refused for: nobody can be asked, and the rest is worth
// keeping. All of it is listed.
func (g *group) fit() {
	for field, none := range noneOf {
		g.fitNone(field, none)
	}
	g.listNothing()
	g.fitProfessions()
	g.fitGrounds()
	g.fitHome()
	g.fitCount()
	g.fitReach()
	g.fitQualifications()
	g.record.Suspects = slices.DeleteFunc(g.record.Suspects, func(s Suspect) bool { return !g.fitSuspect(s) })
}

// noneOf are the codes that say that there was none, which stand alone.
var noneOf = map[Field]codes.Code{Means: "NONE", Triggers: "TR_NONE", Measures: "NONE"}

func (g *group) list(kind Kind, field Field, why string) {
	g.reader.found.add(Finding{Kind: kind, Row: g.record.Rows[0], Field: field, Why: why})
}

// listNothing lists what looks like a row of totals. It stays: there are registers
// with incidents of which no more was told.
func (g *group) listNothing() {
	occurred, asksWhen := g.record.Answers[Occurred]
	behaviours, asksWhat := g.record.Answers[Behaviours]
	if asksWhen && asksWhat && !occurred.Known() && !behaviours.Known() {
		g.list(NothingTold, "", "")
	}
}

// drop makes an answer one that was not recorded, with what stands beside it.
func (g *group) drop(kind Kind, field Field, why string) {
	g.list(kind, field, why)
	g.record.Answers[field] = missing(codes.NotRecorded)
}

// without takes one code out of an answer, and what stands beside it.
func (a Answers) without(field Field, at int, besides ...Field) {
	for _, f := range append([]Field{field}, besides...) {
		answer, there := a[f]
		if !there {
			continue
		}
		answer.Codes = slices.Delete(slices.Clone(answer.Codes), at, at+1)
		if len(answer.Codes) == 0 {
			answer = missing(codes.NotRecorded)
		}
		a[f] = answer
	}
}

func (g *group) fitNone(field Field, none codes.Code) {
	all := g.record.Answers
	at := slices.Index(all[field].Codes, none)
	switch {
	case at < 0:
	case len(all[field].Codes) > 1:
		g.list(Contradicts, field, "that there was none stands beside one that there was")
		all.without(field, at, besidesOf(field)...)
	default:
		g.fitBesideNone(besidesOf(field))
	}
}

// fitBesideNone: nothing can be told of what there was not.
func (g *group) fitBesideNone(fields []Field) {
	for _, f := range fields {
		if g.record.Answers.has(f, 0) {
			g.drop(Contradicts, f, "there was none")
		}
	}
}

// fitProfessions: what a worker does is a profession that it happened to.
func (g *group) fitProfessions() {
	all := g.record.Answers[Professions].Codes
	for _, w := range g.record.Workers {
		all = codes.Unite(all, w.Answers[Profession].Codes)
	}
	if len(all) > 0 {
		g.record.Answers[Professions] = Answer{Codes: all}
	}
}

func besidesOf(field Field) []Field {
	t, _ := find(ofIncident, field)
	var list []Field
	for _, b := range t.beside {
		list = append(list, b.field)
	}
	return list
}

func (g *group) fitGrounds() {
	grounds, asked := g.record.Answers[Grounds]
	if asked && grounds.Missing == codes.NotApplicable && slices.Contains(g.record.Answers[Behaviours].Codes, "DISCRIM") {
		g.drop(Contradicts, Grounds, "the behaviours say that there was discrimination")
	}
}

// fitHome: where a worker lives is kept nowhere.
func (g *group) fitHome() {
	if g.record.Answers[PlaceAddress].Known() && slices.Equal(g.record.Answers[PlaceType].Codes, []codes.Code{"WORKER_HOME"}) {
		if _, asked := g.record.Answers[PlaceAddress]; asked {
			g.drop(LeftOut, PlaceAddress, "it is that of a worker's home")
		}
	}
}

// fitCount: workers of whom the file says neither name nor number are counted.
func (g *group) fitCount() {
	named := 0
	for _, w := range g.record.Workers {
		if w.Named() {
			named++
		}
	}
	counted, is := g.record.Answers[WorkersCounted].Number.Get()
	if is && counted < len(g.record.Workers) {
		g.drop(Contradicts, WorkersCounted, "there are more workers than were counted")
		is = false
	}
	if !is && named < len(g.record.Workers) {
		g.record.Answers[WorkersCounted] = Answer{Number: person.Of(len(g.record.Workers))}
	}
}

// Named tells whether the file says who it is.
func (w Worker) Named() bool { return w.says(StaffNumber) || w.says(Name) }

func (w Worker) says(field Field) bool {
	text, is := w.Answers[field].Text.Get()
	return is && text != ""
}

func (g *group) fitReach() {
	counted, _ := g.record.Answers[WorkersCounted].Number.Get()
	if slices.Equal(g.record.Answers[Reach].Codes, []codes.Code{"NEAR_MISS"}) && len(g.record.Workers)+counted > 0 {
		g.drop(Contradicts, Reach, "somebody was hit")
	}
}

// fitQualifications leaves out those of which nobody says whose they are, and
// others than those listed without their article.
func (g *group) fitQualifications() {
	all := g.record.Answers
	for i := len(all[Qualifications].Codes) - 1; i >= 0; i-- {
		c := all[Qualifications].Codes[i]
		why := ""
		switch {
		case !all.has(QualificationBy, i):
			why = "nothing says who calls it so"
		case (c == "OTHER_OFF" || c == codes.Other) && !all.has(QualificationArticle, i):
			why = "an offence that is not listed needs its article"
		}
		if why != "" {
			g.list(LeftOut, Qualifications, why)
			all.without(Qualifications, i, besidesOf(Qualifications)...)
		}
	}
}

// has tells whether something is told beside a code.
func (a Answers) has(field Field, i int) bool {
	list := a[field].Codes
	return i < len(list) && !list[i].Missing()
}

// fitSuspect fills in the kind that the rest tells, and gives false for somebody of
// whom nothing is told.
func (g *group) fitSuspect(s Suspect) bool {
	kind := s.Answers[SuspectKind].Code()
	if kind == codes.Other {
		g.list(LeftOut, SuspectKind, "a suspect is described, unidentified or a group")
		kind = ""
	}
	size, sized := s.Answers[SuspectSize].Number.Get()
	says := func(field Field) bool { c := s.Answers[field].Code(); return c != "" && !c.Missing() }
	described, related := says(SuspectSex) || says(SuspectAge), says(SuspectRelation)
	switch {
	case kind != "" && !kind.Missing():
	case sized && size > 1:
		kind = "GROUP"
	case described || related:
		kind = "DESCRIBED"
	case kind == codes.Unknown || sized:
		kind = "UNIDENTIFIED"
	default:
		return false
	}
	if kind == "UNIDENTIFIED" && described {
		kind = "DESCRIBED"
	}
	s.Answers[SuspectKind] = Answer{Codes: []codes.Code{kind}}
	if sized && (kind != "GROUP" || size < 2) {
		if kind == "GROUP" || size != 1 {
			g.list(Contradicts, SuspectSize, "a group is two or more, and nothing else is a group")
		}
		s.Answers[SuspectSize] = missing(codes.NotRecorded)
	}
	if kind == "GROUP" && described {
		g.list(Contradicts, SuspectSex, "sex and age are not told of a group")
		delete(s.Answers, SuspectSex)
		delete(s.Answers, SuspectAge)
	}
	return true
}

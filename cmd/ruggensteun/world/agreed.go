package world

import (
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
)

// The employer that has an agreement of its own, and its code. Planted, see WORLD.md.
const (
	agreeing     = "DEMO-POL-01"
	ownAgreement = "SCHADE-NA-VONNIS"
	olderVersion = "2024-1"
	newerVersion = "2026-1"
)

// versions of it: damages are followed up within six months after a judgment, and since
// the last January within four. While an appeal runs the term stands still.
func (w *World) versions() []agreement.Version {
	changed := time.Date(w.until.AddDate(0, 0, -1).Year(), 1, 1, 0, 0, 0, 0, w.zone).Format(time.DateOnly)
	older := agreement.Version{
		Code: ownAgreement, Number: olderVersion, ValidFrom: w.from.Format(time.DateOnly),
		Name: agreement.Text{NL: "Schade rond binnen zes maanden na het vonnis", EN: "Damages settled within six months after the judgment"},
		Basis: agreement.Basis{Kind: "OWN_POLICY", Checked: true, Text: agreement.Text{
			NL: "verzonnen eigen beleid: daarna vraagt de casemanager het CJIB hoe het staat; tijdens hoger beroep staat de termijn stil",
			EN: "invented own policy: after that the case worker asks the CJIB how it stands; the term stands still during an appeal",
		}},
		Starts: []codes.Code{"VERDICT"}, Ends: []codes.Code{"DMG_PAID", "DMG_ADV"}, Term: term("P6M"),
		Suspends:    []agreement.Pair{{From: "APPEAL", Until: "FINAL"}},
		Responsible: "CASE_WORKER", Warned: []codes.Code{"CASE_WORKER"}, WarnBefore: term("P14D"),
	}
	newer := older
	newer.Number, newer.ValidFrom, newer.Term = newerVersion, changed, term("P4M")
	newer.Name = agreement.Text{NL: "Schade rond binnen vier maanden na het vonnis", EN: "Damages settled within four months after the judgment"}
	return []agreement.Version{older, newer}
}

func term(text string) calendar.Term {
	t, err := calendar.ParseTerm(text)
	if err != nil {
		panic("the invented world has a term that is none: " + err.Error())
	}
	return t
}

// adoption is told before the world begins: a version lies ahead when it is adopted.
func (w *World) adoption(s *site) []Told {
	if s.Code != agreeing {
		return nil
	}
	var all []Told
	at := w.from.AddDate(0, 0, -9)
	for _, v := range w.versions() {
		by := actor(access.Registrar, s.ID, 0)
		at = at.Add(time.Hour)
		all = append(all, Told{
			At: at, Key: w.name + "/" + s.Code + " adopts " + v.Number, Story: -1, Employer: s.ID, Stream: agreement.Stream(s.ID), By: by,
			Command: agreement.Adopt{By: by, Employer: s.ID, Today: calendar.DayOf(at.In(w.zone)), Version: v},
		})
	}
	return all
}

// agreed is what the terms of an employer are chosen from.
func (w *World) agreed(s *site) agreement.Set {
	var own agreement.Agreements
	for _, t := range w.adoption(s) {
		own = agreement.Decider.Evolve(own, agreement.Adopted{Version: t.Command.(agreement.Adopt).Version})
	}
	return agreement.Together(agreement.Shipped(), nil, own)
}

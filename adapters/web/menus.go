package web

import (
	"strings"

	"ruggensteun/domain/access"
)

// menuItem is a page in the menu and a card on the start page. Its word is a key of the catalogue, and
// word.try says what somebody does there.
type menuItem struct{ path, word string }

// menus are the pages that a role works with, in the order of its day. Pages of figures stand behind them.
var menus = map[access.Role][]menuItem{
	access.CaseWorker:     {{"/werklijst", "menu.work"}, {careAt, "menu.care"}},
	access.Reporter:       {{reportAt, "menu.report"}, {ownAt, "menu.own"}},
	access.Registrar:      {{reportsAt, "menu.reports"}, {importsAt, "menu.import"}, {careAt, "menu.care"}},
	access.Manager:        {{careAt, "menu.care"}},
	access.Physician:      {{careAt, "menu.care"}},
	access.Operator:       {{"/beheer", "menu.operation"}},
	access.PrivacyOfficer: {{"/privacy", "menu.privacy"}, {"/privacy/gelezen", "menu.readers"}, {"/privacy/bestand", "menu.file"}},
}

// Menu are the pages that somebody can open. Whoever has pages of his own finds the figures under one word,
// and all of them once he is there.
func (v *visit) Menu() []link {
	list := []link{{Text: v.word("menu.start"), To: v.To("/"), Here: v.Path == "/"}}
	if !v.SignedIn {
		return list
	}
	own := menus[v.Actor.Role]
	for _, one := range own {
		list = append(list, v.inMenu(one))
	}
	switch {
	case !v.CanAsk():
	case len(own) > 0 && !figureAt(v.Path):
		list = append(list, link{Text: v.word("menu.figures"), To: v.To(figurePages[0].path)})
	default:
		for _, one := range v.ofFigures() {
			list = append(list, v.inMenu(one))
		}
	}
	return list
}

// afterFigures are the pages that a figure may end up on.
var afterFigures = []menuItem{{savedAt, "menu.saved"}, {releasesAt, "menu.releases"}}

// ofFigures are the pages of figures, with those of what is kept and of what went out.
func (v *visit) ofFigures() (list []menuItem) {
	for _, one := range figurePages {
		list = append(list, menuItem{one.path, one.menu})
	}
	for _, one := range afterFigures {
		if one.path != releasesAt || v.Actor.May(access.ReadRelease, v.Actor.Employer) == nil {
			list = append(list, one)
		}
	}
	return list
}

func (v *visit) inMenu(one menuItem) link {
	return link{Text: v.word(one.word), To: v.To(one.path), Here: v.Path == one.path || (one.path == savedAt || one.path == releasesAt) && strings.HasPrefix(v.Path, one.path+"/")}
}

func figureAt(path string) bool {
	for _, one := range figurePages {
		if one.path == path {
			return true
		}
	}
	return path == "/verschil" || strings.HasPrefix(path, savedAt) || strings.HasPrefix(path, releasesAt)
}

// cards are what somebody can do here: his own pages first.
func (v *visit) cards() (list []card) {
	add := func(one menuItem) {
		list = append(list, card{v.word(one.word), v.word(one.word + ".try"), v.To(one.path)})
	}
	for _, one := range menus[v.Actor.Role] {
		add(one)
	}
	if v.CanAsk() {
		for _, one := range v.ofFigures() {
			add(one)
		}
	}
	return list
}

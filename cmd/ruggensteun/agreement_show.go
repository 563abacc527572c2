package main

import (
	"strings"

	"ruggensteun/domain/agreement"
	"ruggensteun/domain/calendar"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

// showAgreement prints one version, in the order in which somebody asks: what, on whose
// word, from when to when, and who.
func (p *program) showAgreement(ask agreementAsk, h agreement.Held) error {
	if ask.format == "json" {
		return p.printJSON(h.Version)
	}
	l, v := ask.language, h.Version
	said := func(nl, en string) string { return figures.Text{NL: nl, EN: en}.In(l) }
	rows := [][]string{
		{v.Code, textIn(l, v.Name) + remarks(l, v)},
		{said("versie", "version"), v.Number + between(v.ValidFrom, v.ValidTo, l)},
		{said("grondslag", "basis"), label(l, codes.TermBasis, v.Basis.Kind) + ": " + textIn(l, v.Basis.Text)},
	}
	add := func(nl, en, value string) {
		if value != "" {
			rows = append(rows, []string{said(nl, en), value})
		}
	}
	add("niet nagekeken", "not checked", textIn(l, v.Basis.Doubt))
	add("begint met", "starts with", factsIn(l, v.Starts)+knowing(l, v))
	add("eindigt met", "ends with", factsIn(l, v.Ends))
	add("alleen na", "only after", factsIn(l, v.Asked))
	add("termijn", "term", termIn(l, v.Term)+moves(l, v))
	for _, pair := range v.Suspends {
		add("opgeschort", "suspended", factsIn(l, []codes.Code{pair.From})+" – "+factsIn(l, []codes.Code{pair.Until}))
	}
	add("aan zet", "whose turn", partiesIn(l, []codes.Code{v.Responsible}))
	add("gewaarschuwd", "warned", partiesIn(l, v.Warned)+when(l, v.WarnBefore, figures.Text{NL: "vooraf", EN: "before"}))
	if v.TakesOver != "" {
		add("neemt over", "takes over", partiesIn(l, []codes.Code{v.TakesOver})+when(l, v.TakeOver, figures.Text{NL: "erna", EN: "after"}))
	}
	return printColumns(p.out, rows, terminalWidth(p.out))
}

func knowing(l figures.Language, v agreement.Version) string {
	said := ""
	if v.FromKnowing {
		said += figures.Text{NL: " (vanaf het bekend worden)", EN: " (from knowing of it)"}.In(l)
	}
	if v.Each {
		said += figures.Text{NL: " (elk opnieuw)", EN: " (each anew)"}.In(l)
	}
	return said
}

func moves(l figures.Language, v agreement.Version) string {
	switch {
	case v.Moved:
		return figures.Text{NL: " (de Algemene termijnenwet verschuift het einde)", EN: " (the Algemene termijnenwet moves its end)"}.In(l)
	case v.OwnDays:
		return figures.Text{NL: " (vrije dagen van de werkgever tellen niet mee)", EN: " (the employer's free days do not count)"}.In(l)
	}
	return ""
}

func when(l figures.Language, t calendar.Term, how figures.Text) string {
	if (t == calendar.Term{}) {
		return ""
	}
	return ", " + termIn(l, t) + " " + how.In(l)
}

func factsIn(l figures.Language, list []codes.Code) string {
	var words []string
	for _, code := range list {
		e, _ := agreement.Fact(code)
		words = append(words, figures.Text{NL: e.NL, EN: e.EN}.In(l))
	}
	return strings.Join(words, ", ")
}

func partiesIn(l figures.Language, list []codes.Code) string {
	var words []string
	for _, code := range list {
		words = append(words, label(l, codes.Party, code))
	}
	return strings.Join(words, ", ")
}

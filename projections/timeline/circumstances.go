package timeline

import (
	"fmt"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/projections/figures"
)

// around tells what else there is to say, one part for each question that was
// answered.
func around(c incident.Circumstances) figures.Text {
	return parts(
		list(codes.Occasion, c.Occasions), means(c.Means), completions(c.Completions), grounds(c.Grounds),
		one(codes.Deployment, c.Deployment), one(codes.Reach, c.Reach), counted(c.Hit),
	)
}

func circumstancesCorrected(e incident.Corrected) []figures.Text {
	var all []figures.Text
	add := func(nl, en string, now figures.Text) {
		if now.NL == "" {
			now = label(codes.Occasion, codes.NotRecorded)
		}
		all = append(all, join(text(nl, en), now))
	}
	if e.Occasions != nil {
		add("aanleiding", "occasion", list(codes.Occasion, *e.Occasions))
	}
	if e.Means != nil {
		add("middel", "means", means(*e.Means))
	}
	if e.Completions != nil {
		add("voltooid of poging", "completed or attempted", completions(*e.Completions))
	}
	if e.Grounds != nil {
		add("discriminatiegrond", "discrimination ground", list(codes.DiscriminationGround, *e.Grounds))
	}
	if e.Deployment != nil {
		add("inzet", "deployment", one(codes.Deployment, *e.Deployment))
	}
	if e.Reach != nil {
		add("geraakt of net niet", "hit or near miss", one(codes.Reach, *e.Reach))
	}
	if e.Hit != nil {
		add("aantal geraakt", "number hit", counted(*e.Hit))
	}
	return all
}

// one is the label of an answer that may not have been given.
func one(l codes.List, code codes.Code) figures.Text {
	if code == "" {
		return figures.Text{}
	}
	return label(l, code)
}

func means(all []incident.Means) figures.Text {
	return each(all, func(m incident.Means) figures.Text {
		t := label(codes.Means, m.Means)
		if m.Status != "" {
			return behind(t, label(codes.MeansStatus, m.Status))
		}
		return t
	})
}

func completions(all []incident.Completion) figures.Text {
	return each(all, func(c incident.Completion) figures.Text {
		return behind(label(codes.Behaviour, c.Behaviour), label(codes.Completion, c.Completion))
	})
}

// grounds are those of the insult, and the sentence says so.
func grounds(all []codes.Code) figures.Text {
	switch {
	case len(all) == 0:
		return figures.Text{}
	case all[0] == codes.NotApplicable:
		return text("geen discriminerende uitlating", "no discriminatory abuse")
	}
	return join(text("discriminerende uitlating over", "discriminatory abuse about"), list(codes.DiscriminationGround, all))
}

func counted(c codes.Count) figures.Text {
	switch {
	case c.Counted:
		return text(fmt.Sprintf("%d geraakt", c.Number), fmt.Sprintf("%d hit", c.Number))
	case c.Why == codes.Unknown:
		return text("aantal geraakt onbekend", "number hit unknown")
	}
	return figures.Text{}
}

// each joins the texts of several things with a plus.
func each[T any](all []T, say func(T) figures.Text) figures.Text {
	var nl, en []string
	for _, one := range all {
		t := say(one)
		nl, en = append(nl, t.NL), append(en, t.EN)
	}
	return text(strings.Join(nl, " + "), strings.Join(en, " + "))
}

// parts puts what there is to say behind each other.
func parts(all ...figures.Text) figures.Text {
	var nl, en []string
	for _, t := range all {
		if t.NL != "" {
			nl, en = append(nl, t.NL), append(en, t.EN)
		}
	}
	return text(strings.Join(nl, "; "), strings.Join(en, "; "))
}

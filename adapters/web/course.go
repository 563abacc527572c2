package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
)

// courseStep is one that is on record: what of it is shown, and all of it as it was answered, to be
// sent back the same.
type courseStep struct {
	Phase, Act codes.Code
	Whole      json.RawMessage
}

func (s *courseStep) UnmarshalJSON(text []byte) error {
	s.Whole = slices.Clone(text)
	var shown struct{ Phase, Act codes.Code }
	err := json.Unmarshal(text, &shown)
	s.Phase, s.Act = shown.Phase, shown.Act
	return err
}

// coursePage tells how it went, step by step.
type coursePage struct {
	Action, Once string
	Version      string
	Rows         []courseRow
	Failure      *failure
}

type courseRow struct {
	N      int
	Told   string // of a step on record, which whoever reports may place and not change
	Whole  string
	Phases []option
	Acts   []option
}

// In the form of a course, once for each step.
const (
	wholeKey   = "stap"
	phaseKey   = "fase"
	actKey     = "daad"
	doKey      = "doe"
	versionKey = "versie" // as of which version it was filled in; of a case too
)

func (w *web) course(v *visit) error {
	one, err := v.reported()
	if err != nil {
		return err
	}
	values := url.Values{versionKey: {strconv.FormatInt(one.Version, 10)}}
	for _, step := range one.Course {
		addStep(values, string(step.Whole))
	}
	if len(one.Course) == 0 {
		addStep(values, "")
	}
	return v.showCourse(one.ID, values, nil)
}

func addStep(values url.Values, whole string) {
	values.Add(wholeKey, whole)
	values.Add(phaseKey, "")
	values.Add(actKey, "")
}

func (v *visit) showCourse(id uuid.UUID, values url.Values, failed *failure) error {
	page := &coursePage{Action: v.To(v.Path), Once: newForm("", "", values).Once, Version: values.Get(versionKey), Failure: failed}
	for i, whole := range values[wholeKey] {
		row := courseRow{N: i + 1, Whole: whole}
		if whole != "" {
			row.Told = v.told(whole)
		}
		row.Phases = v.codesBut(codes.Phase, func(code string) bool { return code == string(codes.Other) }, nth(values, phaseKey, i))
		row.Acts = v.codesBut(codes.Behaviour, func(string) bool { return false }, nth(values, actKey, i))
		page.Rows = append(page.Rows, row)
	}
	v.App = true
	v.Crumbs = []link{{Text: v.word("own.title"), To: v.To(ownAt)}, {Text: v.word("own.one", spoken(id)), To: v.To(ownAt + "/" + id.String())}}
	return v.show("course", v.word("course.title"), page)
}

// told is a step on record in words.
func (v *visit) told(whole string) string {
	var s courseStep
	_ = json.Unmarshal([]byte(whole), &s) // what is not ours is refused when it is sent
	var parts []string
	if s.Phase != "" {
		parts = append(parts, v.labels(codes.Phase, []codes.Code{s.Phase}))
	}
	if s.Act != "" && !s.Act.Missing() {
		parts = append(parts, v.labels(codes.Behaviour, []codes.Code{s.Act}))
	}
	return strings.Join(parts, ": ")
}

func nth(values url.Values, name string, i int) string {
	if list := values[name]; i < len(list) {
		return list[i]
	}
	return ""
}

// takeCourse changes the list on the page, or keeps it. Without a script each button comes here.
func (w *web) takeCourse(v *visit) error {
	one, err := v.reported()
	if err != nil {
		return err
	}
	values, err := v.filled()
	if err != nil {
		return err
	}
	if what := values.Get(doKey); what != "" {
		arrange(values, what)
		return v.showCourse(one.ID, values, nil)
	}
	steps := stepsOf(values)
	if len(steps) == 0 {
		v.status = http.StatusBadRequest
		return v.showCourse(one.ID, values, &failure{Text: v.word("course.nothing")})
	}
	header := http.Header{}
	if version := values.Get(versionKey); version != "" {
		header.Set("If-Match", strconv.Quote(version))
	}
	err = v.submit(http.MethodPost, "/v1/incidents/"+one.ID.String()+"/course", newForm("", "", values).Once, header, map[string]any{"steps": steps}, nil)
	if form := (entryForm{}); err != nil {
		if !v.mends(&form, err) {
			return err
		}
		return v.showCourse(one.ID, values, form.Failure)
	}
	return v.done(ownAt+"/"+one.ID.String(), "course")
}

// arrange moves a step up or down, takes one away that is not on record, or adds one.
func arrange(values url.Values, what string) {
	verb, number, _ := strings.Cut(what, "-")
	n, _ := strconv.Atoi(number)
	i, last := n-1, len(values[wholeKey])-1
	for _, name := range []string{wholeKey, phaseKey, actKey} {
		for len(values[name]) <= last {
			values[name] = append(values[name], "")
		}
		list := values[name]
		switch {
		case verb == "erbij":
			values[name] = append(list, "")
		case i < 0 || i > last:
		case verb == "op" && i > 0:
			list[i-1], list[i] = list[i], list[i-1]
		case verb == "neer" && i < last:
			list[i+1], list[i] = list[i], list[i+1]
		case verb == "weg":
			values[name] = slices.Delete(list, i, i+1)
		}
	}
}

// stepsOf are the steps of a form that say something.
func stepsOf(values url.Values) (steps []any) {
	for i, whole := range values[wholeKey] {
		step := map[string]string{}
		if phase := nth(values, phaseKey, i); phase != "" {
			step["phase"] = phase
		}
		if act := nth(values, actKey, i); act != "" {
			step["act"] = act
		}
		switch {
		case whole != "" && json.Valid([]byte(whole)):
			steps = append(steps, json.RawMessage(whole))
		case len(step) > 0:
			steps = append(steps, step)
		}
	}
	return steps
}

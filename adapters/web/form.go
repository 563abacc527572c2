package web

import (
	"maps"
	"net/url"
	"slices"
	"strconv"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/figures"
)

// form is what a question is narrowed with. All of it is in the address.
type form struct {
	Action  string
	Own     []field // what this page has beside others, such as rows
	Period  period
	AsOf    string // a day
	Filters []field
	More    []option // filters that can be added
	Hidden  []pair
	Active  int // filters that are on
	Limited bool
	Clear   string
}

type field struct {
	Name, Label string
	Options     []option // none: a text
	Value       string
	Kind        string // of a text, as HTML has it; "" is any text
}

type option struct {
	Value, Text string
	Selected    bool
	Hint        string // one line of explanation
}

type pair struct{ Name, Value string }

type period struct {
	Value  string
	Groups []optionGroup
}

type optionGroup struct {
	Label   string
	Options []option
}

// usualFilters stand in every form; others are added, and stay as long as they have a value.
var usualFilters = []figures.Dimension{figures.Profession, figures.BehaviourGroup, figures.Place, figures.TimeBand, figures.Province, figures.Trigger, figures.Amplifier}

// notOfPages are filters that a page has no use for.
var notOfPages = []figures.Dimension{figures.Step, figures.Invented}

func (v *visit) form(query url.Values, own []field, covered figures.Coverage) form {
	f := form{Action: v.To(v.Path), Own: own, AsOf: dayOf(query.Get("asOf")), Limited: v.Actor.Role == access.Analyst, Clear: v.To(v.Path)}
	shown := slices.Clone(usualFilters)
	for _, d := range figures.Dimensions() {
		if !slices.Contains(shown, d) && (query.Has(string(d)) || query.Get(moreFilters) == string(d)) {
			shown = append(shown, d)
		}
		f.Active += len(query[string(d)])
	}
	for _, d := range shown {
		f.Filters = append(f.Filters, v.filter(d, query[string(d)]))
		for _, other := range query[string(d)][min(1, len(query[string(d)])):] {
			f.Hidden = append(f.Hidden, pair{string(d), other})
		}
	}
	for _, d := range figures.Dimensions() {
		if !slices.Contains(shown, d) && !slices.Contains(notOfPages, d) {
			f.More = append(f.More, option{Value: string(d), Text: v.In(d.Named())})
		}
	}
	slices.SortFunc(f.More, func(a, b option) int { return compareText(a.Text, b.Text) })
	f.Period = v.periods(query.Get("period"), covered)
	if f.Period.Value != "" {
		f.Active++
	}
	for _, name := range []string{"viewer"} {
		if value := query.Get(name); value != "" {
			f.Hidden = append(f.Hidden, pair{name, value})
		}
	}
	if moment := query.Get("asOf"); moment != "" && f.AsOf == "" {
		f.Hidden = append(f.Hidden, pair{"asOf", moment})
	}
	return f
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (v *visit) filter(d figures.Dimension, values []string) field {
	f := field{Name: string(d), Label: v.In(d.Named())}
	if len(values) > 0 {
		f.Value = values[0]
	}
	list := d.Values()
	if len(list) == 0 {
		return f
	}
	f.Options = append(f.Options, option{Text: v.word("form.any")})
	for _, e := range list {
		f.Options = append(f.Options, option{Value: string(e.Code), Text: v.In(figures.Text{NL: e.NL, EN: e.EN}), Selected: string(e.Code) == f.Value})
	}
	return f
}

// periods are the years, quarters and months of which there are reports.
func (v *visit) periods(value string, c figures.Coverage) period {
	p := period{Value: value}
	years, quarters, months := optionGroup{Label: v.word("form.years")}, optionGroup{Label: v.word("form.quarters")}, optionGroup{Label: v.word("form.months")}
	seen := map[string]bool{"": true}
	add := func(g *optionGroup, text string) {
		if !seen[text] {
			seen[text] = true
			g.Options = append(g.Options, option{Value: text, Text: text, Selected: text == value})
		}
	}
	for _, month := range monthsFrom(c.From, c.Through) {
		n, _ := strconv.Atoi(month[5:])
		add(&years, month[:4])
		add(&quarters, month[:4]+"-Q"+strconv.Itoa((n+2)/3))
		add(&months, month)
	}
	if !seen[value] { // whoever owns the records may ask for any days
		add(&years, value)
	}
	for _, g := range []optionGroup{years, quarters, months} {
		if len(g.Options) > 0 {
			slices.Reverse(g.Options)
			p.Groups = append(p.Groups, g)
		}
	}
	return p
}

const mostMonths = 240

func monthsFrom(from, through codes.Code) (list []string) {
	year, month, ok := yearAndMonth(from)
	if !ok {
		return nil
	}
	for range mostMonths {
		text := strconv.Itoa(year) + "-" + twoDigits(month)
		if text > string(through) {
			break
		}
		list = append(list, text)
		if month++; month > 12 {
			year, month = year+1, 1
		}
	}
	return list
}

func yearAndMonth(code codes.Code) (year, month int, ok bool) {
	if len(code) != 7 {
		return 0, 0, false
	}
	year, err := strconv.Atoi(string(code[:4]))
	if err != nil {
		return 0, 0, false
	}
	month, err = strconv.Atoi(string(code[5:]))
	return year, month, err == nil
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// choice is a list to choose one from.
func (v *visit) choice(name, label string, options []option, value string) field {
	for i := range options {
		options[i].Selected = options[i].Value == value
	}
	return field{Name: name, Label: v.word(label), Options: options, Value: value}
}

// dimensions are what rows or columns can be.
func (v *visit) dimensions(none string) []option {
	list := []option{{Text: v.word(none)}}
	for _, d := range figures.Dimensions() {
		if !slices.Contains(notOfPages, d) {
			list = append(list, option{Value: string(d), Text: v.In(d.Named())})
		}
	}
	slices.SortFunc(list[1:], func(a, b option) int { return compareText(a.Text, b.Text) })
	return list
}

// sortedPairs is a question as hidden fields.
func sortedPairs(query url.Values) (list []pair) {
	for _, name := range slices.Sorted(maps.Keys(query)) {
		for _, value := range query[name] {
			list = append(list, pair{name, value})
		}
	}
	return list
}

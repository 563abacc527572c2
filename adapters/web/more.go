package web

import (
	"net/http"
	"net/url"

	"ruggensteun/domain/codes"
)

const longestTelling = 10_000

// moreForm asks what there was no time for. Names of entries are those of the API's fields.
func (v *visit) moreForm(one *reportLine, values url.Values) entryForm {
	entries := []entry{{Name: "narrative", Label: v.word("more.narrative"), Hint: v.word("more.narrative.hint"), Kind: areaEntry, Most: longestTelling}}
	if one.Place.Type == "" || one.Place.Type.Missing() {
		entries = append(entries, entry{Name: ofPlace + ".type", Label: v.word("more.place"), Kind: choiceEntry, Options: v.codesBut(codes.LocationType, func(string) bool { return false }, "")})
	}
	entries = append(entries,
		entry{Name: "workers[0].name", Label: v.word("more.name"), Hint: v.word("more.name.hint"), Kind: textEntry, Most: 200},
		entry{Name: "workers[0].staff_number", Label: v.word("more.staff-number"), Kind: textEntry, Most: 60},
		entry{Name: careKey, Label: v.word("more.care"), Hint: v.word("more.care.hint"), Kind: checkEntry},
	)
	return newForm(v.To(v.Path), v.word("more.send"), values, entries...)
}

const (
	careKey = "opvang"
	ofPlace = "place" // a field of the API
)

func (w *web) more(v *visit) error {
	one, err := v.reported()
	if err != nil {
		return err
	}
	return v.showMore(one, v.moreForm(one, url.Values{}))
}

func (v *visit) showMore(one *reportLine, f entryForm) error {
	v.Crumbs = []link{{Text: v.word("own.title"), To: v.To(ownAt)}, {Text: v.word("own.one", spoken(one.ID)), To: v.To(ownAt + "/" + one.ID.String())}}
	return v.show("more", v.word("more.title"), f)
}

func (w *web) takeMore(v *visit) error {
	one, err := v.reported()
	if err != nil {
		return err
	}
	values, err := v.filled()
	if err != nil {
		return err
	}
	f := v.moreForm(one, values)
	body := moreOf(values)
	if len(body) == 0 {
		v.status = http.StatusBadRequest
		f.Entries[0].Failure = v.word("more.nothing")
		return v.showMore(one, f)
	}
	if _, named := body["workers"]; values.Get(careKey) != "" && !named {
		v.status = http.StatusBadRequest
		f.Entries[len(f.Entries)-3].Failure = v.word("more.care-who")
		return v.showMore(one, f)
	}
	if err := v.submit(http.MethodPost, "/v1/incidents/"+one.ID.String()+"/details", f.Once, nil, body, nil); err != nil {
		if !v.mends(&f, err) {
			return err
		}
		return v.showMore(one, f)
	}
	if values.Get(careKey) != "" {
		return v.done(ownAt+"/"+one.ID.String(), "care-asked")
	}
	return v.done(ownAt+"/"+one.ID.String(), "told-more")
}

func moreOf(values url.Values) map[string]any {
	body, worker := map[string]any{}, map[string]any{}
	for field, name := range map[string]string{"name": "workers[0].name", "staff_number": "workers[0].staff_number"} {
		if value := values.Get(name); value != "" {
			worker[field] = value
		}
	}
	if len(worker) > 0 {
		if values.Get(careKey) != "" {
			worker["care"] = true // it begins with this, and its clocks
		}
		body["workers"] = []map[string]any{worker}
	}
	told := values.Get("narrative")
	if values.Get(careKey) != "" {
		told = "De melder vraagt opvang voor een collega. " + told
	}
	if told != "" {
		body["narrative"] = told
	}
	if kind := values.Get(ofPlace + ".type"); kind != "" {
		body["place"] = map[string]string{"type": kind}
	}
	return body
}

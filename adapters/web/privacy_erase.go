package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
	"ruggensteun/domain/retention"
)

// forgettable is what can be forgotten of each kind.
var forgettable = map[retention.Kind][]person.Purpose{
	retention.Worker:   {person.ForIdentity, person.ForHealth, person.ForCare},
	retention.Suspect:  {person.ForIdentity, person.ForProfile, person.ForHistory},
	retention.Incident: {person.ForAddress, person.ForReference, person.ForNarrative, person.ForProfile},
	retention.Case:     {person.ForProsecution, person.ForDamages, person.ForReference, person.ForNarrative},
	retention.Aangifte: {person.ForReference, person.ForNarrative},
	retention.Notice:   {person.ForProsecution, person.ForNarrative},
}

// aboutForm asks what is to be erased; the rest depends on it.
func (v *visit) aboutForm(values url.Values) entryForm {
	f := newForm(v.To("/privacy/wissen"), v.word("erase.next"), values,
		entry{Name: "kind", Label: v.word("privacy.kind"), Kind: choiceEntry, Options: v.kindOptions(), Required: true},
		entry{Name: "of", Label: v.word("privacy.id"), Hint: v.word("privacy.id-hint"), Kind: textEntry, Required: true, Most: 36})
	f.Asks = true
	return f
}

// what an erasure is told with, beside what the API calls it.
const (
	detailKey = "what-"
	backupKey = "backup"
	keptKey   = "kept"
)

func (v *visit) eraseForm(kind retention.Kind, of string, values url.Values) entryForm {
	var entries []entry
	for _, p := range forgettable[kind] {
		entries = append(entries, entry{Name: detailKey + string(p), Label: v.details(p), Kind: checkEntry})
	}
	entries = append(entries, entry{Name: "reason", Label: v.word("erase.reason"), Kind: choiceEntry, Options: v.codedOptions(codes.RedactionReason, v.word("privacy.choose")), Required: true})
	if kind == retention.Suspect {
		entries = append(entries, entry{Name: "keep_cases", Label: v.word("erase.keep-cases"), Kind: checkEntry})
	}
	entries = append(entries,
		entry{Name: backupKey, Label: v.word("erase.backup"), Hint: v.word("erase.backup-hint"), Kind: textEntry, Most: 120},
		entry{Name: keptKey, Label: v.word("erase.kept"), Kind: choiceEntry, Options: []option{
			{Value: "P7D", Text: v.term("P7D")}, {Value: "P30D", Text: v.term("P30D"), Selected: true}, {Value: "P90D", Text: v.term("P90D")}, {Value: "P1Y", Text: v.term("P1Y")}}},
		entry{Name: "forever", Label: v.word("erase.forever"), Hint: v.word("erase.forever-hint"), Kind: checkEntry, Required: true})
	f := newForm(v.To("/privacy/wissen"), v.word("erase.now"), values, entries...)
	f.Hidden, f.Danger = []pair{{"kind", string(kind)}, {"of", of}}, true
	return f
}

// erase asks what, and then what of it and why.
func (w *web) erase(v *visit) error {
	if err := v.mayOpen(access.ForgetPerson); err != nil {
		return err
	}
	query := v.r.URL.Query()
	kind := retention.Kind(query.Get("kind"))
	if forgettable[kind] == nil || query.Get("of") == "" {
		return v.eraseAsked(v.aboutForm(query))
	}
	return v.eraseShown(kind, query.Get("of"), v.eraseForm(kind, query.Get("of"), nil))
}

func (v *visit) eraseAsked(f entryForm) error {
	v.privacyCrumb()
	page := &deskPage{Lead: v.word("erase.lead"), Sections: []deskSection{{ID: "wie", Title: v.word("erase.about"), Texts: []string{v.word("erase.unlink")}, Form: &f}}}
	return v.show("desk", v.word("erase.title"), page)
}

func (v *visit) eraseShown(kind retention.Kind, of string, f entryForm) error {
	v.privacyCrumb()
	page := &deskPage{Lead: v.word("erase.lead"), Sections: []deskSection{
		{ID: "wat", Title: v.word("erase.what"), Lists: []deskList{{v.word("privacy.kind"), v.kindOf(kind)}, {v.word("privacy.id"), of}}, Links: []link{{Text: v.word("erase.other"), To: v.To("/privacy/wissen")}}, Form: &f},
	}}
	return v.show("desk", v.word("erase.title"), page)
}

func (w *web) erased(v *visit) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	kind, of := retention.Kind(values.Get("kind")), values.Get("of")
	if forgettable[kind] == nil {
		about := v.aboutForm(values)
		v.missing(&about, &problem{Status: http.StatusNotFound}, "kind")
		return v.eraseAsked(about)
	}
	f := v.eraseForm(kind, of, values)
	var made struct{ ID string }
	if err := v.submit(http.MethodPost, "/v1/erasures", "", nil, toldToErase(kind, of, values), &made); err != nil {
		if v.mends(&f, err) {
			return v.eraseShown(kind, of, f)
		}
		about := v.aboutForm(values)
		if v.missing(&about, err, "of") {
			return v.eraseAsked(about)
		}
		return err
	}
	return v.done("/privacy/bewijs/"+made.ID, "erased")
}

func toldToErase(kind retention.Kind, of string, values url.Values) map[string]any {
	what := []string{}
	for _, p := range forgettable[kind] {
		if values.Get(detailKey+string(p)) == "true" {
			what = append(what, string(p))
		}
	}
	told := map[string]any{"kind": kind, "of": of, "what": what, "reason": values.Get("reason"), "forever": values.Get("forever") == "true"}
	if kind == retention.Suspect && values.Get("keep_cases") == "true" {
		told["keep_cases"] = true
	}
	if where := values.Get(backupKey); where != "" {
		told["backups"] = []map[string]string{{"name": where, "kept": values.Get(keptKey)}}
	}
	return told
}

type certificateAnswer struct {
	ID       string
	Kind     retention.Kind
	Of       string
	Purposes []string
	Reason   codes.Code
	At       time.Time
	Erased   []int64
	Told     []struct{ First, Last int64 }
	Events   int
	Keys     []string
	KeyCount int        `json:"key_count"`
	InFiles  bool       `json:"in_files"`
	GoneAt   *time.Time `json:"gone_from_files"`
	Backups  []struct{ Name, Until string }
	Exports  []struct {
		Hash string
		At   time.Time
	}
	Papers []string
}

// certificate shows the proof, to keep or to print. It never says who it was.
func (w *web) certificate(v *visit) error {
	var c certificateAnswer
	if err := v.ask("/v1/certificates/"+url.PathEscape(v.r.PathValue("id")), nil, &c); err != nil {
		return err
	}
	v.privacyCrumb()
	page := &deskPage{Lead: v.word("certificate.lead"), Numbers: []deskNumber{
		{Label: v.word("certificate.events"), Value: v.number(c.Events)}, {Label: v.word("certificate.keys"), Value: v.number(c.KeyCount)},
		{Label: v.word("certificate.exports"), Value: v.number(len(c.Exports)), Bad: len(c.Exports) > 0}, {Label: v.word("certificate.papers"), Value: v.number(len(c.Papers))},
	}}
	page.Sections = []deskSection{
		{ID: "wat", Title: v.word("certificate.what"), Texts: []string{v.word("certificate.counts")}, Lists: []deskList{
			{v.word("certificate.id"), c.ID}, {v.word("privacy.at"), v.moment(c.At)}, {v.word("privacy.kind"), v.certificateKind(c.Kind)}, {v.word("privacy.id"), c.Of},
			{v.word("privacy.details"), v.detailsOf(c.Purposes)}, {v.word("erase.reason"), v.label(codes.RedactionReason, c.Reason)}, {v.word("certificate.erased"), positions(c.Erased)}, {v.word("certificate.told"), spans(c)}}},
		v.filesSection(c), v.backupsSection(c), v.takenSection(c), v.keysSection(c),
	}
	return v.show("desk", v.word("certificate.title"), page)
}

func positions(list []int64) string {
	var all []string
	for _, n := range list {
		all = append(all, position(n))
	}
	return strings.Join(all, ", ")
}

func spans(c certificateAnswer) string {
	var all []string
	for _, s := range c.Told {
		if s.First == s.Last {
			all = append(all, position(s.First))
			continue
		}
		all = append(all, position(s.First)+"–"+position(s.Last))
	}
	return strings.Join(all, ", ")
}

// filesSection says what is known now: the paper in a drawer says what was known when it was printed.
func (v *visit) filesSection(c certificateAnswer) deskSection {
	s := deskSection{ID: "bestanden", Title: v.word("certificate.files")}
	switch {
	case c.GoneAt != nil:
		s.Texts = []string{v.word("certificate.files-gone", v.moment(*c.GoneAt)), v.word("certificate.files-beside")}
	case c.InFiles:
		s.Texts = []string{v.word("certificate.files-may"), v.word("certificate.files-then")}
	default:
		s.Texts = []string{v.word("certificate.keys-none")}
	}
	return s
}

func (v *visit) backupsSection(c certificateAnswer) deskSection {
	t := &deskTable{Caption: v.word("certificate.backups"), Empty: v.word("certificate.backups-none"), Head: []string{v.word("erase.backup"), v.word("certificate.until")}}
	for _, b := range c.Backups {
		t.Rows = append(t.Rows, []deskCell{said(b.Name), said(v.date(b.Until))})
	}
	return deskSection{ID: "kopieen", Title: v.word("certificate.backups"), Texts: []string{v.word("certificate.backups-text")}, Table: t}
}

func (v *visit) takenSection(c certificateAnswer) deskSection {
	t := &deskTable{Caption: v.word("certificate.taken"), Empty: v.word("certificate.taken-none"), Head: []string{v.word("privacy.at"), v.word("export.hash")}}
	for _, x := range c.Exports {
		t.Rows = append(t.Rows, []deskCell{said(v.moment(x.At)), idCell(x.Hash)})
	}
	return deskSection{ID: "meegenomen", Title: v.word("certificate.taken"), Texts: []string{v.word("certificate.taken-text")}, Table: t}
}

// mostListed are enough to compare with; the API has more.
const mostListed = 200

func (v *visit) keysSection(c certificateAnswer) deskSection {
	t := &deskTable{Caption: v.word("certificate.key-list"), Empty: v.word("certificate.keys-none"), Head: []string{v.word("certificate.key"), v.word("certificate.kind-of-key")}}
	for _, id := range c.Keys[:min(len(c.Keys), mostListed)] {
		t.Rows = append(t.Rows, []deskCell{idCell(id), said(v.word("certificate.key-gone"))})
	}
	for _, id := range c.Papers {
		t.Rows = append(t.Rows, []deskCell{idCell(id), said(v.word("certificate.paper-closed"))})
	}
	if left := len(c.Keys) - mostListed; left > 0 {
		t.More = v.word("privacy.left-off", v.number(left))
	}
	return deskSection{ID: "sleutels", Title: v.word("certificate.key-list"), Table: t}
}

package api

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/carlos7ags/folio/reader"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

// TestCertificatesAreListedTheNewestFirst in pages, and no employer is shown those of another.
func TestCertificatesAreListedTheNewestFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var want []string
	for range 5 {
		want = append([]string{w.certificate()}, want...)
	}
	var got []string
	path := "/v1/certificates?limit=2"
	for after := ""; ; {
		page := w.get(path+after, access.PrivacyOfficer, w.city).want(200)
		for _, line := range page.list("certificates") {
			got = append(got, base+"/certificates/"+line["id"].(string))
			whole := w.get(got[len(got)-1], access.PrivacyOfficer, w.city).want(200)
			for field, list := range map[string]string{"events": "", "key_count": "keys", "export_count": "exports", "paper_count": "papers"} {
				says := whole.json[field]
				if list != "" {
					says = float64(len(whole.json[list].([]any)))
				}
				if line[field] != says {
					t.Errorf("the list has %s %v, and the certificate %v", field, line[field], says)
				}
			}
			if line["backups_until"] != "2026-12-21" {
				t.Errorf("backups last until %v", line["backups_until"])
			}
		}
		if page.json["next"] == nil {
			break
		}
		after = "&after=" + page.text("next")
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("listed are %v, issued were %v", got, want)
	}
	if list := w.get("/v1/certificates", access.PrivacyOfficer, w.fire).want(200).list("certificates"); len(list) > 0 {
		t.Errorf("another employer is shown %v", list)
	}
	for query, field := range map[string]string{"limit=201": "limit", "limit=-1": "limit", "after=x": "after", "after=0": "after"} {
		if got := w.get("/v1/certificates?"+query, access.PrivacyOfficer, w.city).want(400).fields(); len(got) != 1 || got[0] != field {
			t.Errorf("%s: wrong are %v", query, got)
		}
	}
}

// TestACertificateOnPaperSaysWhatTheAnswerSays in both languages, and on each page whether it is invented.
func TestACertificateOnPaperSaysWhatTheAnswerSays(t *testing.T) {
	t.Parallel()
	for channel, invented := range map[string]bool{eventlog.Demonstration: true, "cli": false} {
		w := newWorld(t, func(n *Needs, _ *limits) { n.Channel = channel })
		worker := w.person(w.registered(whole))
		taken := sum(w.get("/v1/exports/everything", access.Registrar, w.city).want(200))
		said := w.erased("WORKER", worker, `"identity","health","care"`)
		path := said.Header().Get("Location") + "/paper"
		for language, words := range map[string][]string{"nl": {"Bewijsvanwissen", "letselenverzuim", "verzoekomwissing", "totenmet21december2026"}, "en": {"Certificateoferasure", "injuryandabsence", "requestforerasure", "through21December2026"}} {
			text := onPaper(t, w.get(path+"?language="+language, access.PrivacyOfficer, w.city).want(200), invented)
			words = append(words, worker, "nachtelijk", taken, said.json["id"].(string))
			for _, key := range said.json["keys"].([]any) {
				words = append(words, key.(string))
			}
			for _, p := range said.json["erased"].([]any) {
				words = append(words, fmt.Sprint(p))
			}
			for _, word := range words {
				if !strings.Contains(text, word) {
					t.Errorf("in %s it lacks %s:\n%s", language, word, text)
				}
			}
			if strings.Contains(text, "Jansen") {
				t.Error("it says who it was")
			}
		}
		w.get(path+"?language=fr", access.PrivacyOfficer, w.city).want(400)
		w.get(path, access.PrivacyOfficer, w.fire).want(404)
	}
}

// onPaper is what all pages say, without spaces.
func onPaper(t *testing.T, r *reply, invented bool) (all string) {
	t.Helper()
	file, err := reader.Parse(r.Body.Bytes())
	must(t, err)
	for i := range file.PageCount() {
		page, err := file.Page(i)
		must(t, err)
		text, err := page.ExtractText()
		must(t, err)
		if says := strings.Contains(text, "VERZONNEN"); says != invented {
			t.Errorf("page %d says that it is invented: %t", i+1, says)
		}
		all += strings.Join(strings.Fields(text), "")
	}
	if !bytes.HasPrefix(r.Body.Bytes(), []byte("%PDF-")) || !strings.Contains(r.Header().Get("Content-Disposition"), ".pdf") {
		t.Errorf("it is no file: %v", r.Header())
	}
	return all
}

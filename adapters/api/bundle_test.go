package api

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/vault/canary"
	"ruggensteun/domain/access"
	"ruggensteun/domain/bundle"
	"ruggensteun/domain/template"
)

// bundle gives the file of a case, checked as a lawyer would, and what is in it by name.
func (d docket) bundle() (bundle.Report, map[string]string) {
	d.t.Helper()
	r := d.get(d.path+"/bundle", access.CaseWorker, d.city).want(200)
	if r.Header().Get("Content-Type") != "application/zip" || r.Header().Get("Content-Disposition") != `attachment; filename="case-`+idIn(d.path)+`.zip"` {
		d.t.Errorf("headers %v", r.Header())
	}
	data := r.Body.Bytes()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	must(d.t, err)
	files := map[string]string{}
	for _, f := range z.File {
		opened, err := f.Open()
		must(d.t, err)
		body, err := io.ReadAll(opened)
		must(d.t, err)
		files[f.Name] = string(body)
	}
	return bundle.Verify(data, nil), files
}

func TestABundleHoldsAllThatBelongsToTheCase(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	d.do("/notices", word("VERDICT", "18", "19", `,"outcome":"CONV","text":"`+canary.Narrative+`"`)).want(200)
	made := d.aangifte(d.incident, d.worker)
	d.do("/links", `{"kind":"AANGIFTE","id":"`+idIn(made)+`"}`).want(200)
	d.aftercare(d.incident, d.worker)
	second := d.prosecution(d.incident, d.worker)
	d.post(second+"/notices", access.CaseWorker, d.city, word("SUMMONS", "17", "20", "")).want(200)
	d.post(second+"/merge", access.CaseWorker, d.city, `{"into":"`+idIn(d.path)+`"}`).want(200)
	letter := d.document(d.path, `{"kind":"WARNING_LETTER"}`)
	before := len(d.readings.list)
	r, files := d.bundle()
	if !r.Whole() || r.Case.String() != idIn(d.path) || r.Employer.Code != city || r.Head.Position != d.head() || !slices.Equal(r.LeftOut, []string{"aftercare", "suspect"}) {
		t.Fatalf("%+v", r)
	}
	for what, id := range map[string]string{"incident": idIn(d.incident), "prosecution": idIn(d.path), "the merged case": idIn(second), "aangifte": idIn(made)} {
		if !strings.Contains(files[bundle.ManifestName], "-"+id+`"`) {
			t.Errorf("the bundle lacks the %s", what)
		}
	}
	if strings.Contains(files[bundle.ManifestName], "aftercare-") {
		t.Error("the bundle tells how the worker is cared for")
	}
	paper := files["documents/"+letter[strings.LastIndex(letter, "/")+1:]+".pdf"]
	if want := d.get(letter, access.CaseWorker, d.city).want(200).Body.String(); paper != want || !strings.HasPrefix(paper, "%PDF-") {
		t.Errorf("the letter in the bundle has %d bytes, and the letter itself %d", len(paper), len(want))
	}
	all := ""
	for name, body := range files {
		if strings.HasPrefix(name, "readable/") {
			all += body
			if strings.Contains(body, `"share":`) && !strings.Contains(body, `"share":"AQ`) {
				t.Errorf("%s gives a part of a document's key: %s", name, body)
			}
		} else if strings.HasPrefix(name, "documents/") {
			continue
		} else if found := canary.Find([]byte(body)); len(found) > 0 && name != bundle.PaperName {
			t.Errorf("%s tells %v in clear", name, found)
		}
	}
	if !strings.Contains(all, canary.Narrative) || !strings.Contains(all, `"CONV"`) || !strings.HasPrefix(files[bundle.PaperName], "%PDF-") {
		t.Errorf("what was heard cannot be read: %s", all)
	}
	read := map[string]bool{}
	for _, one := range d.readings.list[before:] {
		read[one.What] = one.Personal
	}
	for _, what := range []string{"case bundle", "case", "incident", "aangifte"} {
		if !read[what] {
			t.Errorf("that the %s was read is not recorded: %v", what, read)
		}
	}
	last := d.readings.list[len(d.readings.list)-2] // the last is of the letter itself
	if last.What != "case bundle" || !strings.Contains(files[bundle.ManifestName], `"reading":"`+last.Correlation.String()+`"`) {
		t.Errorf("the bundle does not lead to the reading %+v", last)
	}
	if said := r.Sentence(template.Dutch, noon.Location()); !strings.HasPrefix(said, "Ongewijzigd sinds 21 november 2026, ") || !strings.Contains(said, " gebeurtenissen, ondertekend door Gemeente Rotterdam (") {
		t.Errorf("it says %q", said)
	}
}

func TestWhatIsForgottenIsSaidToBeInABundleThatHolds(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	d.do("/notices", word("VERDICT", "18", "19", `,"outcome":"CONV","text":"`+canary.Narrative+`"`)).want(200)
	d.post(d.path+"/erasure", access.Registrar, d.city, `{"what":["prosecution","narrative"],"reason":"ERASURE","forever":true}`).want(200)
	r, files := d.bundle()
	if !r.Whole() {
		t.Fatalf("%+v", r.Faults)
	}
	all := ""
	for name, body := range files {
		if strings.HasPrefix(name, "readable/") {
			all += body
		}
	}
	if strings.Contains(all, canary.Narrative) || strings.Contains(all, `"CONV"`) || !strings.Contains(all, `{"forgotten":true}`) {
		t.Errorf("after forgetting it reads %s", all)
	}
}

func TestNobodyOfAnotherEmployerGetsABundle(t *testing.T) {
	t.Parallel()
	d := newDocket(t)
	before := len(d.readings.list)
	for _, refused := range []*reply{
		d.get(d.path+"/bundle", access.CaseWorker, d.fire).want(404),
		d.get("/v1/cases/"+uuid.NewString()+"/bundle", access.CaseWorker, d.city).want(404),
		d.get(d.incident+"/bundle", access.CaseWorker, d.city).want(404),
		d.get(d.path+"/bundle", access.Reporter, d.city).want(403),
		d.get(d.path+"/bundle", access.Operator, uuid.Nil).want(403),
	} {
		if bytes.Contains(refused.Body.Bytes(), []byte("PK")) {
			t.Errorf("it gives %s", refused.Body)
		}
	}
	if len(d.readings.list) != before {
		t.Error("a reading is recorded of what was not read")
	}
}

package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// planted puts on record what no page of a new demonstration has.
func (f *fullSite) planted(t *testing.T) {
	t.Helper()
	f.plant(t, "analyst", "/questions", `{"name":{"nl":"Elke maand","en":"Every month"},"question":"incident by region"}`)
	f.plant(t, "registrar", "/questions", `{"name":{"nl":"Van ons","en":"Ours"},"question":"incident by place"}`)
	f.plant(t, "officer", "/holds", `{"kind":"CASE","of":"`+f.worth+`","ground":"CLAIM","reason":"een claim","until":"`+ahead(60)+`"}`)
	release := f.plant(t, "analyst", "/releases", `{"title":{"nl":"Per veiligheidsregio","en":"By safety region"},"viewer":"analyst","questions":["incident by region"]}`)
	asked := f.plant(t, "registrar", "/permits", `{"kind":"SEARCH_PERSONS","search":{"name":"Willem Voorbeeld"},"reason":"de verzekeraar vraagt wat er bekend is"}`)
	granted := f.plant(t, "case-worker", "/permits", `{"kind":"SEARCH_SUSPECTS","search":{"name":"Willem Voorbeeld","born_on":"2001-02-03"},"reason":"de politie vraagt of hij eerder bij ons bekend was"}`)
	f.plant(t, "registrar", "/permits/"+granted+"/grant", `{"hours":4,"uses":2}`)
	f.starts["analyst"] = []string{"/publicaties/" + release}
	f.starts["officer"] = []string{"/privacy/toestemming/" + asked, "/privacy/toestemming/" + granted}
	f.starts["case-worker"] = []string{"/privacy/toestemming/" + granted}
	f.plantedCases(t)
}

// plantedCases brings cases of the case worker into states that pass: one that waits, one that is offered
// to the registrar, and one of which nobody else knows yet.
func (f *fullSite) plantedCases(t *testing.T) {
	t.Helper()
	var known struct {
		Actors []struct {
			Actor string
			You   bool
		}
	}
	f.read(t, "case-worker", "/actors?role=registrar", &known)
	if len(known.Actors) == 0 {
		t.Fatal("no registrar is known")
	}
	registrar := known.Actors[0].Actor
	f.read(t, "case-worker", "/actors?role=case-worker", &known)
	me := ""
	for _, one := range known.Actors {
		if one.You {
			me = one.Actor
		}
	}
	waits, offered, shut := f.begun(t), f.begun(t), f.begun(t)
	for _, one := range []string{waits, offered, shut} {
		f.plant(t, "case-worker", "/cases/"+one+"/assignment", `{"responsible":"`+me+`"}`)
		f.starts["case-worker"] = append(f.starts["case-worker"], "/zaak/"+one)
	}
	f.plant(t, "case-worker", "/cases/"+waits+"/snooze", `{"until":"`+ahead(10)+`","reason":"wacht op de zitting"}`)
	f.plant(t, "case-worker", "/cases/"+offered+"/hand-over", `{"to":"`+registrar+`"}`)
	f.plant(t, "case-worker", "/cases/"+shut+"/closing", `{"explanation":"er komt niets meer"}`)
	f.starts["registrar"] = []string{"/zaak/" + offered, "/zaak/" + f.begun(t)}
}

// begun is a new case of the case worker's, which nobody follows yet.
func (f *fullSite) begun(t *testing.T) string {
	t.Helper()
	return f.plant(t, "case-worker", "/cases", `{}`)
}

func ahead(days int) string { return time.Now().AddDate(0, 0, days).Format(time.DateOnly) }

// plant records something, and gives its id.
func (f *fullSite) plant(t *testing.T, role, path, body string) string {
	t.Helper()
	status, said := f.asks(t, role, http.MethodPost, path, body)
	var made struct{ ID string }
	if err := json.Unmarshal([]byte(said), &made); status >= 300 || err != nil {
		t.Errorf("%s is answered by %d %s", path, status, said)
	}
	return made.ID
}

func (f *fullSite) read(t *testing.T, role, path string, into any) {
	t.Helper()
	status, said := f.asks(t, role, http.MethodGet, path, "")
	if err := json.Unmarshal([]byte(said), into); status >= 300 || err != nil {
		t.Fatal(path, " is answered by ", status, said, err)
	}
}

func (f *fullSite) asks(t *testing.T, role, method, path, body string) (status int, said string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, f.url+"/v1"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+f.tokens[role])
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

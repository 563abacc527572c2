package api

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
)

// linked gives the path of a link that the fire brigade proposed to the city, so many steps on:
// 1 the city named its file, 2 the brigade approved, 3 the city approved. And the files of both.
func (w *world) linked(steps int) (path, cityFile, fireFile string) {
	w.t.Helper()
	cityFile = w.identified("Willem Voorbeeld", "")
	fireFile = w.post("/v1/suspects", access.Registrar, w.fire, `{}`).want(201).text("id")
	w.post("/v1/suspects/"+fireFile+"/identity", access.Registrar, w.fire, `{"name":"W. Voorbeeld"}`).want(200)
	path = "/v1/suspect-links/" + w.post("/v1/suspects/"+fireFile+"/links", access.Registrar, w.fire, strings.Replace(examples["proposeLink"], fire, city, 1)).want(201).text("id")
	for i, step := range []func(){
		func() {
			w.post(path+"/joining", access.Registrar, w.city, fmt.Sprintf(`{"file":%q,"notice":{"on":"2026-11-19","document":"D-1"}}`, cityFile)).want(200)
		},
		func() { w.post(path+"/approval", access.PrivacyOfficer, w.fire, `{}`).want(200) },
		func() { w.post(path+"/approval", access.PrivacyOfficer, w.city, `{}`).want(200) },
	} {
		if i < steps {
			step()
		}
	}
	return path, cityFile, fireFile
}

// elsewhere is a link of the city that no employer of the tests is the other side of.
func (w *world) elsewhere() string {
	w.t.Helper()
	code := "POL-" + strings.ToUpper(uuid.NewString()[:8])
	w.employer(fmt.Sprintf(`{"code":%q,"name":"x","kind":"EMP_GEM"}`, code))
	file := w.identified("Willem Voorbeeld", "")
	return "/v1/suspect-links/" + w.post("/v1/suspects/"+file+"/links", access.Registrar, w.city, strings.Replace(examples["proposeLink"], fire, code, 1)).want(201).text("id")
}

func (w *world) linkOn(file string, at uuid.UUID) map[string]any {
	w.t.Helper()
	links, _ := w.get("/v1/suspects/"+file, access.Registrar, at).want(200).json["links"].([]any)
	if len(links) != 1 {
		w.t.Fatalf("%d links on the page", len(links))
	}
	return links[0].(map[string]any)
}

func TestALinkTakesASecondPersonAtEach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path, cityFile, fireFile := w.linked(1)
	standing := func(want string) {
		t.Helper()
		for file, at := range map[string]uuid.UUID{cityFile: w.city, fireFile: w.fire} {
			if got := w.linkOn(file, at)["standing"]; got != want {
				t.Errorf("it stands %v, want %s", got, want)
			}
		}
	}
	standing("WAITING")
	w.post(path+"/approval", access.Registrar, w.city, `{}`).want(403)
	w.post(path+"/approval", access.PrivacyOfficer, w.fire, `{}`).want(200)
	standing("WAITING")
	w.post(path+"/approval", access.PrivacyOfficer, w.city, `{}`).want(200)
	standing("HOLDS")
	w.post(path+"/ending", access.Registrar, w.fire, `{}`).want(200)
	standing("ENDED")
}

// TestNeitherSeesTheOthersRecordByALink: not the pseudonym, not the name, not the letter.
func TestNeitherSeesTheOthersRecordByALink(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, cityFile, fireFile := w.linked(3)
	for _, c := range []struct {
		own, other string
		at         uuid.UUID
		secrets    []string
	}{{cityFile, fireFile, w.city, []string{"W. Voorbeeld", "D-2026-17"}}, {fireFile, cityFile, w.fire, []string{"Willem", `"D-1"`}}} {
		w.get("/v1/suspects/"+c.other, access.Registrar, c.at).want(404)
		for _, path := range []string{"/v1/suspect-links", "/v1/suspects/" + c.own} {
			said := w.get(path, access.Registrar, c.at).want(200).Body.String()
			for _, secret := range append(c.secrets, c.other) {
				if strings.Contains(said, secret) {
					t.Errorf("%s shows %s:\n%s", path, secret, said)
				}
			}
		}
	}
}

func TestALinkEndsWithItsDaysAndWithWhoItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, cityFile, fireFile := w.linked(3)
	_, second, _ := w.linked(3)
	w.post("/v1/suspects/"+fireFile+"/erasure", access.Registrar, w.fire, `{"what":["identity"],"reason":"ERASURE","forever":true}`).want(200)
	if got := w.linkOn(cityFile, w.city)["standing"]; got != "ENDED" {
		t.Errorf("the other was forgotten: %v", got)
	}
	if got := w.linkOn(second, w.city)["standing"]; got != "HOLDS" {
		t.Errorf("one that nobody touched: %v", got)
	}
	w.now = time.Date(2027, 5, 2, 12, 0, 0, 0, time.UTC)
	if got := w.linkOn(second, w.city)["standing"]; got != "LAPSED" {
		t.Errorf("nobody reviewed it: %v", got)
	}
}

func TestALinkWithoutWhatItNeedsIsRefusedWithWhatIsMissing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	file := w.identified("Willem Voorbeeld", "")
	got := w.post("/v1/suspects/"+file+"/links", access.Registrar, w.city, `{}`).want(400).fields()
	for _, field := range []string{"with", "basis.statute", "basis.reference", "notice.on", "notice.document", "review", "end"} {
		if !slices.Contains(got, field) {
			t.Errorf("%s is not named: %v", field, got)
		}
	}
}

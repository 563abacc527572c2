package api

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/blobs"
	"ruggensteun/adapters/blobs/blobstest"
	"ruggensteun/adapters/photo/phototest"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
)

// nameOfFile tells who it is, as names of files do.
const nameOfFile = "mevrouw-De-Vries-gewond.jpg"

func photoBody(description string, content []byte) string {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	_ = form.SetBoundary("x")
	if description != "" {
		_ = form.WriteField("description", description)
	}
	part, _ := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="` + nameOfFile + `"`}, "Content-Type": {"image/jpeg"}})
	_, _ = part.Write(content)
	_ = form.Close()
	return b.String()
}

var asForm = header("Content-Type", "multipart/form-data; boundary=x")

// photo gives the path of a new photo that a reporter of the city adds to an incident: its points
// spell a text.
func (w *world) photo(incident, description, spelled string) string {
	w.t.Helper()
	return w.post(incident+"/photos", access.Reporter, w.city, photoBody(description, phototest.Written(spelled)), asForm).want(201).Header().Get("Location")
}

// watchedStore tells what was kept.
type watchedStore struct {
	blobstest.Memory
	mu   sync.Mutex
	kept [][]byte
}

func (s *watchedStore) Put(ctx context.Context, employer uuid.UUID, hash eventlog.Hash, sealed []byte) error {
	s.mu.Lock()
	s.kept = append(s.kept, bytes.Clone(sealed))
	s.mu.Unlock()
	return s.Memory.Put(ctx, employer, hash, sealed)
}

func photoWorld(t *testing.T) (*world, *watchedStore) {
	store := &watchedStore{}
	return newWorld(t, func(n *Needs, _ *limits) { n.Documents = blobs.Keeper{Store: store, Random: rand.Reader} }), store
}

func TestOfAPhotoNothingIsKeptButThePictureAndThatSealed(t *testing.T) {
	t.Parallel()
	w, store := photoWorld(t)
	incident := w.registered(whole)
	sent := phototest.JPEG(120, 80, 6)
	out := w.post(incident+"/photos", access.Reporter, w.city, photoBody("gescheurde jas", sent), asForm).want(201)
	for _, told := range []string{"gescheurde jas", nameOfFile, "De-Vries"} {
		if strings.Contains(out.Body.String()+fmt.Sprint(out.Header()), told) {
			t.Errorf("the receipt repeats %q", told)
		}
	}
	seen := w.get(out.Header().Get("Location"), access.Reporter, w.city).want(200)
	h := seen.Header()
	if h.Get("Content-Type") != "image/jpeg" || h.Get("Content-Disposition") != `inline; filename="foto-`+idIn(out.Header().Get("Location"))+`.jpg"` || h.Get("Content-Security-Policy") != "default-src 'none'; frame-ancestors 'none'; sandbox" {
		t.Errorf("headers %v", h)
	}
	everywhere := map[string][]byte{"the answer": seen.Body.Bytes(), "the lines that are logged": []byte(w.logged.String())}
	for i, sealed := range store.kept {
		everywhere[fmt.Sprintf("what is kept, %d", i)] = sealed
	}
	events, err := w.log.Read(t.Context(), 0, 1000)
	must(t, err)
	for _, e := range events {
		everywhere["the log"] = slices.Concat(everywhere["the log"], e.Payload, e.Metadata)
	}
	for where, bytesOf := range everywhere {
		for _, told := range append([]string{nameOfFile, "De-Vries", "gescheurde jas"}, phototest.Told...) {
			if bytes.Contains(bytesOf, []byte(told)) {
				t.Errorf("%s has %q", where, told)
			}
		}
	}
	if len(store.kept) != 1 || bytes.Contains(store.kept[0], []byte("\xff\xd8\xff")) {
		t.Errorf("%d are kept, and not sealed", len(store.kept))
	}
	list := w.get(incident+"/photos", access.Reporter, w.city).want(200).list("photos")
	if len(list) != 1 || list[0]["description"] != "gescheurde jas" || list[0]["width"] != 120.0 || list[0]["height"] != 80.0 || list[0]["removable"] != true || list[0]["who"] != "reporter" {
		t.Errorf("the list is %v", list)
	}
}

func TestAPhotoIsForWhoAddedItAndWhoFollowsTheCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t, withColleagues)
	incident := w.registered(whole)
	path := w.photo(incident, "jas", "x")
	if list := w.get(incident+"/photos", access.Reporter, w.city, asColleague).want(200).list("photos"); len(list) != 0 {
		t.Errorf("a colleague is shown %v", list)
	}
	w.get(path, access.Reporter, w.city, asColleague).want(404)
	w.post(path+"/withdrawal", access.Reporter, w.city, `{"reason":"x"}`, asColleague).want(403)
	later := w.post(incident+"/photos", access.Reporter, w.city, photoBody("", phototest.Written("y")), asForm, asColleague).want(201).Header().Get("Location")
	w.get(later, access.Reporter, w.city, asColleague).want(200)

	w.get(path, access.CaseWorker, w.city).want(403) // nobody's case yet
	if list := w.get(incident+"/photos", access.CaseWorker, w.city).want(200); len(list.list("photos")) != 2 || list.list("photos")[0]["state"] != "closed" || list.json["not_yours"] == nil {
		t.Errorf("to a case worker whose case it is not: %s", list.Body)
	}
	w.prosecution(incident, w.person(incident))
	w.get(path, access.CaseWorker, w.city).want(200)
	w.post(path+"/withdrawal", access.CaseWorker, w.city, `{"reason":"x"}`).want(403) // he did not add it
	for _, role := range []access.Role{access.Manager, access.Physician, access.PrivacyOfficer, access.Analyst, access.Operator} {
		at := w.city
		if !role.AtEmployer() {
			at = uuid.Nil
		}
		w.get(path, role, at).want(403)
		w.get(incident+"/photos", role, at).want(403)
	}
	w.post(path+"/withdrawal", access.Reporter, w.city, `{"reason":"er staat een voorbijganger op"}`).want(200)
	w.get(path, access.Registrar, w.city).want(404)
	w.post(later+"/withdrawal", access.Registrar, w.city, `{"reason":"hoort bij een ander incident"}`).want(200)
	if list := w.get(incident+"/photos", access.Registrar, w.city).want(200).list("photos"); len(list) != 0 {
		t.Errorf("after both were taken back: %v", list)
	}
}

func TestAPhotoThatIsRefusedOrRepeatedIsNotKept(t *testing.T) {
	t.Parallel()
	w, store := photoWorld(t)
	incident := w.registered(whole)
	key := header("Idempotency-Key", "foto-1")
	ask := func(want int, body string, more ...option) *reply {
		t.Helper()
		return w.post(incident+"/photos", access.Reporter, w.city, body, append([]option{asForm}, more...)...).want(want)
	}
	nothingKept := func(why string, n int) {
		t.Helper()
		if len(store.kept) != n {
			t.Errorf("%s: %d are kept, want %d", why, len(store.kept), n)
		}
	}
	photo := photoBody("", phototest.Written("x"))
	for name, test := range map[string]struct {
		body, says string
		want       int
		more       []option
	}{
		"HEIC":                      {photoBody("", []byte("\x00\x00\x00\x18ftypheic")), "set the camera to JPEG", 400, nil},
		"PDF":                       {photoBody("", []byte("%PDF-1.7")), "send a photo or a screenshot", 400, nil},
		"a script with a name":      {photoBody("", []byte("<script>alert(1)</script>")), "send a JPEG", 400, nil},
		"a description of a page":   {photoBody(strings.Repeat("x", 301), phototest.Written("x")), "description", 400, nil},
		"two in one":                {strings.Replace(photo, "\r\n--x--", "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\ny\r\n--x--", 1), "one photo in each request", 400, nil},
		"no file":                   {"--x\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\ny\r\n--x--\r\n", "is missing or not in its place", 400, nil},
		"a form that broke off":     {photo[:len(photo)-20], "broke off", 400, nil},
		"too large":                 {photoBody("", append([]byte("\xff\xd8\xff"), make([]byte, 21<<20)...)), "more than 20 megabytes", 413, nil},
		"decided on something else": {photo, "", 412, []option{header("If-Match", `"7"`)}},
		"no form":                   {`{}`, "", 415, []option{header("Content-Type", "application/json")}},
	} {
		if out := ask(test.want, test.body, test.more...); !strings.Contains(out.Body.String(), test.says) {
			t.Errorf("%s: %s", name, out.Body)
		}
		nothingKept(name, 0)
	}
	first := ask(201, photo, key)
	again := ask(201, photo, key)
	if first.text("id") != again.text("id") || again.Header().Get("Location") != first.Header().Get("Location") {
		t.Errorf("repeated, it is %s and %s", first.Body, again.Body)
	}
	if out := ask(409, photoBody("", phototest.Written("y")), key); out.json["kind"] != "key_reused" {
		t.Errorf("another photo under the key: %s", out.Body)
	}
	nothingKept("sent three times under one key", 1)
	w.post(first.Header().Get("Location")+"/withdrawal", access.Reporter, w.city, `{"reason":"x"}`).want(200)
	ask(201, photo, key) // what became of it since is another matter
	nothingKept("taken back and sent again under its key", 1)
	if list := w.get(incident+"/photos", access.Registrar, w.city).want(200).list("photos"); len(list) != 0 {
		t.Errorf("it came back: %v", list)
	}
	w.post(incident+"/closing", access.Registrar, w.city, `{"reason":"COMPLETE"}`).want(200)
	ask(409, photo)
	nothingKept("the record was closed", 1)
}

func TestWhoeverIsForgottenTakesThePhotoAlong(t *testing.T) {
	t.Parallel()
	for name, forget := range map[string]func(*world, string){
		"the free text of the incident": func(w *world, incident string) {
			w.post(incident+"/erasure", access.Registrar, w.city, `{"what":["narrative"],"reason":"ERASURE","forever":true}`).want(200)
		},
		"the worker, of his health": func(w *world, incident string) {
			w.post("/v1/persons/"+w.person(incident)+"/erasure", access.Registrar, w.city, `{"what":["health"],"reason":"ERASURE","forever":true}`).want(200)
		},
	} {
		w := newWorld(t)
		incident := w.registered(whole)
		path := w.photo(incident, "jas", "x")
		w.get(path, access.Registrar, w.city).want(200)
		forget(w, incident)
		if out := w.get(path, access.Registrar, w.city).want(409); !strings.Contains(out.Body.String(), "is forgotten") {
			t.Errorf("%s: %s", name, out.Body)
		}
		w.get(path, access.Reporter, w.city).want(409)
		if list := w.get(incident+"/photos", access.Registrar, w.city).want(200).list("photos"); len(list) != 1 || list[0]["state"] != "forgotten" {
			t.Errorf("%s: %v", name, list)
		}
	}
}

func TestLookingAtAPhotoIsRecordedBeforeItIsShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := w.photo(w.registered(whole), "jas", "x")
	read, _, _ := w.readingsOf(func() { w.get(path, access.Reporter, w.city).want(200) })
	if len(read) != 1 || read[0].What != "photo" || read[0].ID.String() != idIn(path) || !read[0].Personal || len(read[0].Opened) == 0 {
		t.Errorf("recorded is %v", read)
	}
}

func TestAnExportTakesThePhotosAlong(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	kept, back := w.photo(incident, "jas", "deze blijft"), w.photo(incident, "", "deze niet")
	w.post(back+"/withdrawal", access.Reporter, w.city, `{"reason":"x"}`).want(200)
	_, parts := w.everything()
	content, there := parts["photos/"+idIn(kept)+".png"]
	if !there || !bytes.HasPrefix(phototest.Spelled([]byte(content)), []byte("deze blijft")) {
		t.Error("a photo is not in it")
	}
	if _, there := parts["photos/"+idIn(back)+".png"]; there {
		t.Error("one that was taken back is in it")
	}
	if strings.Contains(parts["records/incident.ndjson"], `"share":"AA`) || !strings.Contains(parts["records/incident.ndjson"], "incident.photo_added.v1") {
		t.Error("the parts of its key are in it, or it is not told that there was one")
	}
	docket := w.prosecution(incident, w.person(incident))
	bundled := unpacked(t, w.get(docket+"/bundle", access.CaseWorker, w.city).want(http.StatusOK).Body.Bytes())
	if !bytes.HasPrefix(phototest.Spelled([]byte(bundled["photos/"+idIn(kept)+".png"])), []byte("deze blijft")) {
		t.Errorf("the bundle has %d files, and not the photo", len(bundled))
	}
}

// FuzzPhotoForm: whatever form is sent, the answer is an error that is ours or a photo.
func FuzzPhotoForm(f *testing.F) {
	f.Add(photoBody("jas", phototest.JPEG(8, 8, 6)))
	f.Add(photoBody("", phototest.WebP(3)))
	f.Add("--x\r\n\r\n--x--")
	f.Add("--x--")
	w := newWorld(f)
	incident := w.registered(whole)
	f.Fuzz(func(t *testing.T, body string) {
		own := *w
		own.t = t
		out := own.do("POST", incident+"/photos", w.token(access.Reporter, w.city), body+" ", asForm)
		if out.Code >= 500 || out.Code < 400 && out.Code != 201 {
			t.Fatalf("%d %s", out.Code, out.Body)
		}
	})
}

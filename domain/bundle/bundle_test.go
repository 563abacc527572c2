package bundle_test

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/bundle"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/template"
)

var (
	employer     = uuid.MustParse("01990d3a-7c00-7abc-8def-0123456789ab")
	theCase      = uuid.MustParse("01990d3a-7c01-7000-8000-000000000001")
	incident     = uuid.MustParse("01990d3a-7c01-7000-8000-000000000002")
	amsterdam, _ = time.LoadLocation("Europe/Amsterdam")
)

func keyOf(b byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{b}, ed25519.SeedSize))
}

func signer(b byte) func([]byte) bundle.Signature {
	return func(manifest []byte) bundle.Signature { return bundle.Sign(keyOf(b), manifest) }
}

func publicOf(b byte) *bundle.Key {
	key := bundle.Key(keyOf(b).Public().(ed25519.PublicKey))
	return &key
}

// box is what a sealed value looks like to who cannot open it.
func box(n byte) string {
	return base64.StdEncoding.EncodeToString(append([]byte{1}, bytes.Repeat([]byte{n}, 80)...))
}

// content is a case of three events and its incident of one, in a log that has others between.
func content(t testing.TB) bundle.Content {
	t.Helper()
	c := bundle.Content{
		Manifest: bundle.Manifest{
			Employer: bundle.Employer{ID: employer, Code: "GEM-ROTTERDAM", Name: "Gemeente Rotterdam", Zone: "Europe/Amsterdam"},
			Case:     theCase, MadeAt: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC), MadeBy: "case-worker", LeftOut: []string{"aftercare"},
		},
		Files: map[string][]byte{bundle.PaperName: []byte("%PDF"), bundle.ReadMeName: []byte(bundle.ReadMe)},
	}
	previous, versions := eventlog.Genesis, map[eventlog.Stream]eventlog.Version{}
	for i, id := range []uuid.UUID{uuid.Nil, incident, theCase, theCase, uuid.Nil, theCase, uuid.Nil} {
		stream := eventlog.Stream{Category: map[uuid.UUID]string{incident: "incident", theCase: "prosecution", uuid.Nil: "store"}[id], ID: id}
		versions[stream]++
		sealed := fmt.Sprintf(`{"n":%d,"told":"%s","codes":["A"]}`, i, box(byte(i)))
		e := eventlog.Record(
			eventlog.Proposed{ID: uuid.UUID{0: byte(i + 1), 6: 0x70, 8: 0x80}, Type: stream.Category + ".told.v1", Payload: []byte(sealed), Metadata: []byte(`{"role":"case-worker"}`)},
			previous,
			eventlog.Recorded{Position: eventlog.Position(i + 1), Employer: employer, Stream: stream, Version: versions[stream], RecordedAt: time.Date(2026, 11, 3+i, 23, 30, 0, 0, time.UTC)},
		)
		if id != uuid.Nil {
			c.Manifest.Events = append(c.Manifest.Events, bundle.EventOf(e, previous))
			c.Files[bundle.SealedName(e.Position)] = e.Payload
			c.Files[bundle.ReadableName(e.Position)] = []byte(strings.Replace(sealed, `"`+box(byte(i))+`"`, `{"text":"zei `+fmt.Sprint(i)+`"}`, 1))
		}
		previous = e.Hash
		c.Manifest.Head = bundle.Head{Position: e.Position, Hash: bundle.Sum(e.Hash)}
	}
	return c
}

func made(t testing.TB, c bundle.Content) []byte {
	t.Helper()
	data, err := bundle.Make(c, signer(7))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestABundleThatNobodyTouchedHolds(t *testing.T) {
	t.Parallel()
	data := made(t, content(t))
	r := bundle.Verify(data, publicOf(7))
	if !r.Whole() || !r.Pinned || r.Events != 4 || r.Head.Position != 7 || r.Case != theCase {
		t.Fatalf("%+v", r)
	}
	// Recorded at half past eleven in the evening of the 4th UTC, which is the 5th in Rotterdam.
	for language, want := range map[codes.Code]string{
		template.Dutch:   "Ongewijzigd sinds 5 november 2026, 4 gebeurtenissen, ondertekend door Gemeente Rotterdam (sleutel " + r.Key.String()[:8] + ").",
		template.English: "Unchanged since 5 November 2026, 4 events, signed by Gemeente Rotterdam (key " + r.Key.String()[:8] + ").",
	} {
		if got := r.Sentence(language, amsterdam); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if !bytes.Equal(data, made(t, content(t))) {
		t.Error("the same content gives other bytes")
	}
	if bundle.Verify(data, nil).Pinned || !strings.Contains(bundle.Verify(data, nil).Proves()[0].EN, "--key") {
		t.Error("a key that nobody gave counts as checked")
	}
}

func TestWhateverByteIsChangedTheBundleHoldsNoMore(t *testing.T) {
	t.Parallel()
	data := made(t, content(t))
	for i := 0; i < len(data); i += 5 { // every one takes seconds
		changed := bytes.Clone(data)
		changed[i] ^= 1
		if r := bundle.Verify(changed, publicOf(7)); r.Whole() {
			t.Fatalf("byte %d of %d was changed and nothing is found", i, len(data))
		}
	}
	for _, cut := range []int{0, 1, len(data) / 2, len(data) - 1} {
		if bundle.Verify(data[:cut], nil).Whole() {
			t.Errorf("cut off at %d and nothing is found", cut)
		}
	}
	if bundle.Verify(append(bytes.Clone(data), 'x'), nil).Whole() || bundle.Verify(append([]byte("x"), data...), nil).Whole() {
		t.Error("something was put around it and nothing is found")
	}
}

// file is a file of a zip that somebody takes apart and puts together again.
type file struct{ name, body string }

func unzipped(t testing.TB, data []byte) (all []file) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		opened, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(opened); err != nil {
			t.Fatal(err)
		}
		all = append(all, file{f.Name, b.String()})
	}
	return all
}

func zipped(t testing.TB, all []file) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range all {
		w, err := z.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f.body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// in changes one file.
func in(name, old, next string) func([]file) []file {
	return func(all []file) []file {
		for i := range all {
			if all[i].name == name {
				if !strings.Contains(all[i].body, old) {
					panic(name + " lacks " + old)
				}
				all[i].body = strings.Replace(all[i].body, old, next, 1)
			}
		}
		return all
	}
}

func without(name string) func([]file) []file {
	return func(all []file) []file {
		return slices.DeleteFunc(all, func(f file) bool { return f.name == name })
	}
}

func with(name, body string) func([]file) []file {
	return func(all []file) []file { return append(all, file{name, body}) }
}

func TestEachKindOfTamperingIsNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func([]file) []file
		kind   bundle.What
		at     eventlog.Position
		says   string
	}{
		"a sealed payload":               {in("events/3.json", `"A"`, `"B"`), bundle.Altered, 3, "event 3 (events/3.json) was altered"},
		"what was made readable":         {in("readable/4.json", "zei 3", "zei 9"), bundle.Altered, 4, "event 4 (readable/4.json) was altered"},
		"a code, in the readable only":   {in("readable/4.json", `"A"`, `"B"`), bundle.Altered, 4, "event 4 reads otherwise than it was sealed"},
		"the time of an event":           {in("bundle.json", "2026-11-06T23", "2026-11-06T22"), bundle.Altered, 4, "event 4 was altered"},
		"the type of an event":           {in("bundle.json", "incident.told.v1", "incident.told.v2"), bundle.Altered, 2, "event 2 was altered"},
		"whose it is":                    {in("bundle.json", employer.String(), incident.String()), bundle.Altered, 3, "event 3 was altered"},
		"the manifest, beside events":    {in("bundle.json", "Gemeente Rotterdam", "Gemeente Rotterdan"), bundle.Unsigned, 0, "the signature does not hold"},
		"the pdf":                        {in(bundle.PaperName, "PDF", "PDG"), bundle.Altered, 0, "file timeline.pdf was altered"},
		"an event that is missing":       {without("events/6.json"), bundle.Missing, 6, "event 6 (events/6.json) is missing"},
		"a pdf that is missing":          {without(bundle.PaperName), bundle.Missing, 0, "file timeline.pdf is missing"},
		"a manifest that is missing":     {without(bundle.ManifestName), bundle.Missing, 0, "bundle.json is missing"},
		"a signature that is missing":    {without(bundle.SignatureName), bundle.Missing, 0, "bundle.sig is missing"},
		"an event that was put in":       {with("events/5.json", "{}"), bundle.Extra, 5, "event 5 (events/5.json) does not belong in it"},
		"a photo that was put in":        {with("photo.jpg", "x"), bundle.Extra, 0, "file photo.jpg does not belong in it"},
		"a file that leads elsewhere":    {with("../../etc/cron.d/x", "x"), bundle.Unsafe, 0, "a name that no bundle has"},
		"a file from the root":           {with("/etc/passwd", "x"), bundle.Unsafe, 0, "a name that no bundle has"},
		"two of a name":                  {with("events/3.json", "{}"), bundle.Duplicate, 0, "events/3.json is in it twice"},
		"a signature in other words":     {in("bundle.sig", "Ed25519", "ed25519"), bundle.Unsigned, 0, "the signature does not hold"},
		"only packed anew":               {func(all []file) []file { return all }, bundle.Wrapping, 0, "packed anew"},
		"a form of a later program":      {in("bundle.json", bundle.Format, "ruggensteun-bundle-2"), bundle.Unreadable, 0, "does not know"},
		"something beside the known":     {in("bundle.json", `"made_by"`, `"x":1,"made_by"`), bundle.Unreadable, 0, "cannot be read"},
		"a manifest that is none at all": {in("bundle.json", `{"format"`, `{"format`), bundle.Unreadable, 0, "cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := bundle.Verify(zipped(t, c.change(unzipped(t, made(t, content(t))))), publicOf(7))
			if !slices.ContainsFunc(r.Faults, func(f bundle.Fault) bool {
				return f.Kind == c.kind && f.Position == c.at && strings.Contains(f.What.EN, c.says) && f.What.NL != ""
			}) {
				t.Errorf("found %+v", r.Faults)
			}
			if !strings.HasPrefix(r.Sentence(template.Dutch, amsterdam), "NIET ongewijzigd") {
				t.Errorf("says %q", r.Sentence(template.Dutch, amsterdam))
			}
		})
	}
}

// What is forged here is signed with the key of the store: what is left to tell by is the chain.
func TestAForgerWithTheKeyStillHasToFitTheChain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		forge func(*bundle.Content)
		says  string
	}{
		"an event left out": {func(c *bundle.Content) {
			c.Manifest.Events = slices.Delete(c.Manifest.Events, 2, 3)
			delete(c.Files, "events/4.json")
			delete(c.Files, "readable/4.json")
		}, "event 6 does not follow from what was recorded of the same"},
		"two exchanged": {func(c *bundle.Content) {
			e := c.Manifest.Events
			e[1], e[2] = e[2], e[1]
		}, "event 3 is not in its place"},
		"one beside its neighbour": {func(c *bundle.Content) { c.Manifest.Events[2].Previous = c.Manifest.Events[0].Hash }, "event 4 was altered"},
		"the end of the log":       {func(c *bundle.Content) { c.Manifest.Head.Position = 5 }, "event 6 does not fit the end of the log"},
		"another case":             {func(c *bundle.Content) { c.Manifest.Case = employer }, "nothing of the case itself"},
		"nothing at all":           {func(c *bundle.Content) { c.Manifest.Events = nil }, "nothing of the case itself"},
		"another's words":          {func(c *bundle.Content) { c.Files["readable/3.json"] = []byte(`{"n":2,"told":"x","codes":["B"]}`) }, "event 3 reads otherwise"},
		"no paper":                 {func(c *bundle.Content) { delete(c.Files, bundle.PaperName) }, "timeline.pdf is missing"},
	} {
		forged := content(t)
		c.forge(&forged)
		if _, err := bundle.Make(forged, signer(7)); err == nil || !strings.Contains(err.Error(), "a bundle that does not hold") {
			t.Errorf("%s: made, %v", name, err)
		}
		r := bundle.Verify(bundle.Forged(t, forged, signer(7)), publicOf(7))
		if !slices.ContainsFunc(r.Faults, func(f bundle.Fault) bool { return strings.Contains(f.What.EN, c.says) }) {
			t.Errorf("%s: found %+v", name, r.Faults)
		}
	}
}

func TestABundleOfAnotherStoreIsNotTakenForOne(t *testing.T) {
	t.Parallel()
	data, err := bundle.Make(content(t), signer(8))
	if err != nil {
		t.Fatal(err)
	}
	r := bundle.Verify(data, publicOf(7))
	if len(r.Faults) != 1 || r.Faults[0].Kind != bundle.OtherKey || !strings.Contains(r.Faults[0].What.EN, publicOf(8).String()) {
		t.Errorf("found %+v", r.Faults)
	}
	if !bundle.Verify(data, nil).Whole() {
		t.Error("with no key to expect it holds")
	}
}

func TestWhatWasRemovedLeavesItsHash(t *testing.T) {
	t.Parallel()
	c := content(t)
	c.Manifest.Events[1].Redacted = true
	if _, err := bundle.Make(c, signer(7)); err == nil {
		t.Error("a payload that was removed is in it")
	}
	delete(c.Files, "events/3.json")
	delete(c.Files, "readable/3.json")
	if r := bundle.Verify(made(t, c), publicOf(7)); !r.Whole() || r.Events != 4 {
		t.Errorf("found %+v", r.Faults)
	}
}

func TestAZipThatSwellsIsBounded(t *testing.T) {
	t.Parallel()
	bomb := zipped(t, []file{{"bundle.json", strings.Repeat("0", bundle.MaxBytes+1)}})
	if len(bomb) > 1<<20 {
		t.Fatalf("a bomb of %d bytes", len(bomb))
	}
	if r := bundle.Verify(bomb, nil); r.Whole() {
		t.Error("it holds")
	}
	if r := bundle.Verify(make([]byte, bundle.MaxBytes+1), nil); len(r.Faults) != 1 || r.Faults[0].Kind != bundle.Unreadable {
		t.Errorf("found %+v", r.Faults)
	}
}

// testdata/bundle.v1.zip was made by a short Python program (hashlib, struct, zipfile and
// cryptography) written from the comments of this package and of eventlog.Canonical, and
// with the published chain of eventlog, so that the code is checked against something else.
func TestThePublishedBundleHolds(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/bundle.v1.zip")
	if err != nil {
		t.Fatal(err)
	}
	r := bundle.Verify(data, publicOf(7))
	if !r.Whole() || r.Events != 3 || !r.Pinned {
		t.Fatalf("%+v", r)
	}
	var chain struct {
		Vectors []struct {
			Position eventlog.Position
			Hash     string
		}
	}
	text, err := os.ReadFile("../eventlog/testdata/chain.v1.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &chain); err != nil {
		t.Fatal(err)
	}
	var m bundle.Manifest
	if err := json.Unmarshal([]byte(unzipped(t, data)[0].body), &m); err != nil {
		t.Fatal(err)
	}
	for _, e := range m.Events {
		if want := chain.Vectors[e.Position-1]; want.Position != e.Position || want.Hash != e.Hash.String() {
			t.Errorf("event %d has hash %s, published is %s", e.Position, e.Hash, want.Hash)
		}
	}
}

func FuzzNothingThatIsNotABundleHolds(f *testing.F) {
	good := made(f, content(f))
	f.Add(good)
	f.Add(zipped(f, unzipped(f, good)))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if r := bundle.Verify(data, publicOf(7)); r.Whole() && !bytes.Equal(data, good) {
			t.Errorf("%d bytes that nobody signed hold", len(data))
		}
	})
}

package export_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
)

func packed(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	m := export.Manifest{Export: uuid.UUID{9}, Program: "test", Position: 20, MadeAt: time.Unix(0, 0).UTC(), Owner: export.Owner{Code: "GEM-X", Name: "Gemeente X"}}
	p, err := export.NewPack(&out, m)
	if err != nil {
		t.Fatal(err)
	}
	for i, k := range export.Kinds[:3] {
		if err := p.Begin(k); err != nil {
			t.Fatal(err)
		}
		for n := range i {
			if err := p.Line(export.Line{
				Record: uuid.UUID{byte(i)}, Version: eventlog.Version(n + 1), Position: eventlog.Position(n + 1), Type: k.Category + ".told.v1",
				Metadata: []byte(`{"role":"registrar"}`), Body: []byte(`{"workers":[{"hit":true,"name":{"forgotten":true}}],"n":3}`),
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := p.Add(export.DocumentName(uuid.UUID{4}), export.Text{}, []byte("%PDF-1.7")); err != nil {
		t.Fatal(err)
	}
	var said string
	err = p.Close(func(rows, size int, hash string) error {
		if rows != 3 || size <= out.Len() {
			t.Errorf("recorded %d rows of %d bytes, when %d had left", rows, size, out.Len())
		}
		if _, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len())); err == nil {
			t.Error("what left before it was recorded opens already")
		}
		said = hash
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(out.Bytes()); said != hex.EncodeToString(sum[:]) {
		t.Error("the hash that was recorded is not that of the file")
	}
	return out.Bytes()
}

func checked(file []byte) export.Report {
	return export.Verify(bytes.NewReader(file), int64(len(file)), func(_, _ int64) {})
}

func TestAPackThatNobodyTouchedIsWhole(t *testing.T) {
	t.Parallel()
	r := checked(packed(t))
	if !r.Whole() || r.Records != 3 || r.Files != 5 || r.Manifest.Owner.Code != "GEM-X" {
		t.Fatalf("%+v", r)
	}
	fields := r.Manifest.Schema.Types[0].Fields
	if !slices.Equal(fields["workers[].name.forgotten"], []string{"true or false"}) || !slices.Equal(fields["n"], []string{"number"}) || len(r.Manifest.Schema.Line) != 9 {
		t.Errorf("it says of its fields %+v", r.Manifest.Schema)
	}
}

// The end of a ZIP says where its parts are: a changed byte there, too, has to be found.
func TestWhateverIsChangedInAPackIsFound(t *testing.T) {
	t.Parallel()
	whole := packed(t)
	for _, cut := range []int{0, 1, len(whole) / 2, len(whole) - 1} {
		if checked(whole[:cut]).Whole() {
			t.Errorf("cut off at %d it is whole", cut)
		}
	}
	z, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(name string, body []byte) (string, []byte, bool)
		says   string
	}{
		"a line less": {func(name string, b []byte) (string, []byte, bool) {
			if name == "records/template.ndjson" {
				b = b[:bytes.IndexByte(b, '\n')+1]
			}
			return name, b, true
		}, "has 1 lines"},
		"another word": {func(n string, b []byte) (string, []byte, bool) {
			return n, bytes.ReplaceAll(b, []byte(`"n":3`), []byte(`"n":4`)), true
		}, "was altered"},
		"a file less": {func(n string, b []byte) (string, []byte, bool) { return n, b, !strings.HasPrefix(n, "documents/") }, "is missing"},
		"a file more": {func(n string, b []byte) (string, []byte, bool) {
			return strings.Replace(n, "documents/", "../", 1), b, true
		}, "does not belong"},
		"no manifest": {func(n string, b []byte) (string, []byte, bool) { return n, b, n != export.ManifestName }, "manifest.json is missing"},
		"a form of tomorrow": {func(n string, b []byte) (string, []byte, bool) {
			return n, bytes.ReplaceAll(b, []byte(export.Format), []byte("ruggensteun-export-2")), true
		}, "newer version"},
		"a manifest of words": {func(n string, b []byte) (string, []byte, bool) {
			return n, bytes.ReplaceAll(b, []byte(`"format"`), []byte(`format`)), true
		}, "cannot be read"},
	} {
		var out bytes.Buffer
		again := zip.NewWriter(&out)
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			if n, b, keep := c.change(f.Name, body); keep {
				w, err := again.Create(n)
				if err != nil {
					t.Fatal(err)
				}
				_, _ = w.Write(b)
			}
		}
		_ = again.Close()
		r := checked(out.Bytes())
		if !slices.ContainsFunc(r.Faults, func(f export.Text) bool { return strings.Contains(f.EN, c.says) }) {
			said, _ := json.Marshal(r.Faults)
			t.Errorf("%s: found %s", name, said)
		}
	}
}

func TestAPackThatCannotBeRecordedIsNoFile(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	p, err := export.NewPack(&out, export.Manifest{})
	if err != nil {
		t.Fatal(err)
	}
	refused := errors.New("not recorded")
	if err := p.Close(func(int, int, string) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("closed with %v", err)
	}
	if r := checked(out.Bytes()); r.Whole() {
		t.Error("it is whole all the same")
	}
}

func TestAKindThatNobodyThoughtOfIsNotLeftOut(t *testing.T) {
	t.Parallel()
	if all, err := export.Total(map[string]export.Count{"incident": {3, 1}, "employer": {1, 0}}); err != nil || all != (export.Count{Events: 4, Invented: 1}) {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := export.Total(map[string]export.Count{"drone": {1, 0}}); err == nil || !strings.Contains(err.Error(), "drone") {
		t.Errorf("got %v", err)
	}
}

package export

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Report is what was found of a Pack.
type Report struct {
	Manifest Manifest `json:"-"`
	Files    int      `json:"files"`
	Records  int      `json:"records"`
	Faults   []Text   `json:"faults,omitempty"`
}

// Whole tells whether everything is in it as the manifest says.
func (r Report) Whole() bool { return len(r.Faults) == 0 }

func (r *Report) fault(nl, en string, args ...any) {
	if len(r.Faults) < mostFaults {
		r.Faults = append(r.Faults, Text{NL: fmt.Sprintf(nl, args...), EN: fmt.Sprintf(en, args...)})
	}
}

// Bounds of what is read of a file that may be anybody's.
const (
	mostFaults   = 100
	mostManifest = 4 << 20 // and more for each file
	mostOfFile   = 4 << 10
	mostLine     = 8 << 20
)

// Verify reads a Pack piece by piece and holds it to its manifest: every file that it names is
// there once, with its size, hash and number of lines, every line is one of a record, and
// nothing else is in it. at is told how many of how many files were read. It proves that the
// pack is whole, not who made it: that is what its own hash is on record for.
func Verify(file io.ReaderAt, size int64, at func(done, total int64)) Report {
	var r Report
	z, err := zip.NewReader(file, size)
	if err != nil {
		r.fault("het is geen heel ZIP-bestand: het brak af, of het is iets anders", "it is no whole ZIP: it broke off, or it is something else")
		return r
	}
	in := map[string]*zip.File{}
	for _, f := range z.File {
		if in[f.Name] != nil {
			r.fault("%.80q staat er twee keer in", "%.80q is in it twice", f.Name)
		}
		in[f.Name] = f
	}
	if !r.readManifest(in[ManifestName], len(z.File)) {
		return r
	}
	delete(in, ManifestName)
	for i, f := range r.Manifest.Files {
		if in[f.Name] == nil {
			r.fault("%.80q ontbreekt", "%.80q is missing", f.Name)
			continue
		}
		r.compare(f, in[f.Name])
		delete(in, f.Name)
		at(int64(i+1), int64(len(r.Manifest.Files)))
	}
	for name := range in {
		r.fault("%.80q hoort er niet in", "%.80q does not belong in it", name)
	}
	if r.Records != r.Manifest.Records {
		r.fault("er zijn %d regels, en er horen er %d te zijn", "there are %d lines, and there should be %d", r.Records, r.Manifest.Records)
	}
	return r
}

func (r *Report) readManifest(f *zip.File, files int) bool {
	if f == nil {
		r.fault(ManifestName+" ontbreekt: dit is geen uitvoer, of niet een hele", ManifestName+" is missing: this is no export, or not a whole one")
		return false
	}
	opened, err := f.Open()
	if err == nil {
		err = json.NewDecoder(io.LimitReader(opened, mostManifest+mostOfFile*int64(files))).Decode(&r.Manifest)
		err = errors.Join(err, opened.Close())
	}
	if err != nil {
		r.fault(ManifestName+" is niet te lezen", ManifestName+" cannot be read")
		return false
	}
	if r.Manifest.Format != Format {
		r.fault("de vorm %.40q kent dit programma niet: neem een nieuwere versie", "this program does not know the form %.40q: take a newer version of it", r.Manifest.Format)
	}
	return r.Manifest.Format == Format
}

// compare holds one file to what the manifest says of it.
func (r *Report) compare(said File, f *zip.File) {
	r.Files++
	opened, err := f.Open()
	if err != nil {
		r.fault("%.80q is niet te lezen", "%.80q cannot be read", said.Name)
		return
	}
	defer func() { _ = opened.Close() }()
	sum := sha256.New()
	through := io.TeeReader(io.LimitReader(opened, said.Bytes+1), sum)
	if said.Records > 0 {
		if bad := r.lines(said, through); bad > 0 {
			r.fault("%.80q: regel %d is geen regel van een record", "%.80q: line %d is no line of a record", said.Name, bad)
		}
	}
	_, err = io.Copy(io.Discard, through)
	if err != nil || hex.EncodeToString(sum.Sum(nil)) != said.Hash {
		r.fault("%.80q is veranderd of beschadigd: de SHA-256 klopt niet", "%.80q was altered or damaged: its SHA-256 does not hold", said.Name)
	}
}

// lines counts those of a file, and gives the first that is none.
func (r *Report) lines(said File, from io.Reader) (bad int) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, mostLine)
	n := 0
	for lines.Scan() {
		n++
		var l Line
		if err := json.Unmarshal(lines.Bytes(), &l); (err != nil || l.Type == "" || l.Position < 1 || l.Position > r.Manifest.Position) && bad == 0 {
			bad = n
		}
	}
	r.Records += n
	if n != said.Records {
		r.fault("%.80q heeft %d regels, en het horen er %d te zijn", "%.80q has %d lines, and there should be %d", said.Name, n, said.Records)
	}
	return bad
}

package export

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
)

// Pack writes everything of an employer as one ZIP, piece by piece: a file of lines for each
// kind of record, each document, and a manifest. Of what went through it keeps no more than
// the names and hashes of files and which fields there are.
//
// The end of a ZIP says where everything in it is. It is held back until whoever takes the
// pack out is on record: what left before is no file that a program opens.
type Pack struct {
	gate     *gate
	zip      *zip.Writer
	manifest Manifest
	seen     map[string]bool // names of files
	types    map[string]*TypeFields
	order    []string
	now      *entry
}

// entry is the file that is being written.
type entry struct {
	file File
	to   io.Writer
	sum  hash.Hash
}

// gate counts and hashes all that passes, and holds it back once it is shut.
type gate struct {
	to   io.Writer
	sum  hash.Hash
	size int
	shut bool
	held bytes.Buffer
}

func (g *gate) Write(b []byte) (int, error) {
	g.size += len(b)
	g.sum.Write(b)
	if g.shut {
		return g.held.Write(b)
	}
	return g.to.Write(b)
}

// NewPack begins one. Of the manifest files, records and schema are filled in.
func NewPack(to io.Writer, m Manifest) (*Pack, error) {
	m.Format, m.LeftOut, m.Schema.Line = Format, LeftOut, lineFields()
	g := &gate{to: to, sum: sha256.New()}
	p := &Pack{gate: g, zip: zip.NewWriter(g), manifest: m, seen: map[string]bool{}, types: map[string]*TypeFields{}}
	mark := ""
	if m.Invented {
		mark = "VERZONNEN / INVENTED\n"
	}
	text := fmt.Sprintf(readMe, mark, m.Owner.Name, m.Owner.Code, m.Position, m.Export)
	if err := p.Add(ReadMeName, Text{NL: "eerst lezen", EN: "to be read first"}, []byte(text)); err != nil {
		return nil, err
	}
	return p, p.zip.Flush()
}

// Size is how many bytes left so far.
func (p *Pack) Size() int { return p.gate.size - p.gate.held.Len() }

// Records is how many lines there are so far.
func (p *Pack) Records() int { return p.manifest.Records }

// Begin starts the file of a kind of record, after the one before.
func (p *Pack) Begin(k Kind) error { return p.begin(RecordsName(k.Category), k.What, zip.Deflate) }

func (p *Pack) begin(name string, what Text, method uint16) error {
	p.end()
	if p.seen[name] {
		return fmt.Errorf("pack %s: it is there already", name)
	}
	p.seen[name] = true
	to, err := p.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err != nil {
		return fmt.Errorf("pack %s: %w", name, err)
	}
	p.now = &entry{file: File{Name: name, What: what}, to: to, sum: sha256.New()}
	return nil
}

func (p *Pack) end() {
	if p.now == nil {
		return
	}
	p.now.file.Hash = hex.EncodeToString(p.now.sum.Sum(nil))
	p.manifest.Files = append(p.manifest.Files, p.now.file)
	p.now = nil
}

func (p *Pack) write(b []byte) error {
	p.now.file.Bytes += int64(len(b))
	p.now.sum.Write(b)
	if _, err := p.now.to.Write(b); err != nil {
		return fmt.Errorf("pack %s: %w", p.now.file.Name, err)
	}
	return nil
}

// Line adds one to the file that was begun.
func (p *Pack) Line(l Line) error {
	if p.now == nil {
		return errors.New("pack a line: no file was begun")
	}
	text, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("pack position %s: %w", l.Position, err)
	}
	if err := p.note(l); err != nil {
		return fmt.Errorf("pack position %s: %w", l.Position, err)
	}
	p.manifest.Records++
	p.now.file.Records++
	return p.write(append(text, '\n'))
}

// Add puts a whole file in.
func (p *Pack) Add(name string, what Text, content []byte) error {
	method := zip.Deflate
	if bytes.HasPrefix(content, []byte("%PDF")) { // is packed already
		method = zip.Store
	}
	if err := p.begin(name, what, method); err != nil {
		return err
	}
	err := p.write(content)
	p.end()
	return err
}

// Close adds the manifest, has it recorded what leaves, and then gives the end.
func (p *Pack) Close(record func(rows, size int, hash string) error) error {
	p.end()
	for _, name := range p.order {
		p.manifest.Schema.Types = append(p.manifest.Schema.Types, *p.types[name])
	}
	text, err := json.MarshalIndent(p.manifest, "", " ")
	if err != nil {
		return fmt.Errorf("write what is in the pack: %w", err)
	}
	rows := p.manifest.Records
	if err := p.Add(ManifestName, Text{}, append(text, '\n')); err != nil {
		return err
	}
	if err := p.zip.Flush(); err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	p.gate.shut = true
	if err := p.zip.Close(); err != nil {
		return fmt.Errorf("pack the end: %w", err)
	}
	if err := record(rows, p.gate.size, hex.EncodeToString(p.gate.sum.Sum(nil))); err != nil {
		return err
	}
	_, err = p.gate.held.WriteTo(p.gate.to)
	return err
}

package web

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"ruggensteun/domain/access"
)

type exportsAnswer struct{ Exports []exportLine }

type exportLine struct {
	At                                                      time.Time
	Employer, Role, Actor, Purpose, Channel, Form, Question string
	Viewer                                                  string
	Position                                                int64
	Rows, Size                                              int
	Hash, Export                                            string
	Unfinished                                              bool
}

var viewerWords = map[string]string{"owner": "export.owner", "analyst": "export.analyst", "public": "export.public"}

// mostExports are shown of a year; the API has all.
const mostExports = 50

func (v *visit) exportsSection(list []exportLine) deskSection {
	s := deskSection{ID: "mee", Title: v.word("export.title"), Texts: []string{v.word("export.text")}, Table: v.exportsTable(list), Links: []link{{Text: v.word("export.trace-link"), To: v.To("/privacy/bestand")}}}
	return s
}

func (v *visit) exportsTable(list []exportLine) *deskTable {
	t := &deskTable{Caption: v.word("export.caption"), Empty: v.word("export.none"), Head: []string{v.word("privacy.at"), v.word("privacy.who"), v.word("export.form"), v.word("export.question"), v.word("export.protection"), v.word("export.rows"), v.word("export.hash")}}
	for _, e := range list[:min(len(list), mostExports)] {
		form := e.Form
		if e.Unfinished {
			form += " (" + v.word("export.unfinished") + ")"
		}
		eyes := e.Viewer
		if key := viewerWords[e.Viewer]; key != "" {
			eyes = v.word(key)
		}
		t.Rows = append(t.Rows, []deskCell{said(v.moment(e.At)), said(v.roleOf(e.Role)), said(form), said(cmp.Or(e.Question, v.word("export.everything"))), said(eyes), v.count(e.Rows), idCell(e.Hash)})
	}
	if left := len(list) - mostExports; left > 0 {
		t.More = v.word("privacy.left-off", v.number(left))
	}
	return t
}

func (v *visit) traceForm() entryForm {
	f := newForm(v.To("/privacy/bestand"), v.word("export.trace"), nil,
		entry{Name: "file", Label: v.word("export.file"), Hint: v.word("export.file-hint"), Kind: fileEntry},
		entry{Name: "hash", Label: v.word("export.or-hash"), Hint: v.word("export.hash-hint"), Kind: textEntry, Most: 64})
	f.Files = true
	return f
}

// trace asks for a file that somebody found somewhere.
func (w *web) trace(v *visit) error {
	if err := v.mayOpen(access.ReadExports); err != nil {
		return err
	}
	return v.showTrace(v.traceForm(), nil)
}

func (v *visit) showTrace(f entryForm, found *deskSection) error {
	if v.Actor.Role == access.PrivacyOfficer {
		v.privacyCrumb()
	}
	page := &deskPage{Lead: v.word("export.trace-lead")}
	if found != nil {
		page.Sections = append(page.Sections, *found)
	}
	page.Sections = append(page.Sections, deskSection{ID: "bestand", Title: v.word("export.trace-form"), Texts: []string{v.word("export.trace-text")}, Form: &f})
	return v.show("desk", v.word("export.trace-title"), page)
}

// traced finds the export that a file is, by its bytes. The file is read once and kept nowhere.
func (w *web) traced(v *visit) error {
	f := v.traceForm()
	hash, err := v.hashOf()
	if err != nil {
		if v.mends(&f, err) {
			return v.showTrace(f, nil)
		}
		return err
	}
	if hash == "" {
		v.status, f.Failure = http.StatusBadRequest, &failure{Status: http.StatusBadRequest, Text: v.word("export.nothing-given"), At: []link{{Text: f.Entries[0].Label, To: "#f-file"}}}
		f.Entries[0].Failure = v.word("export.nothing-given")
		return v.showTrace(f, nil)
	}
	f.Entries[1].Value = hash
	var found exportsAnswer
	if err := v.ask("/v1/exports", url.Values{"hash": {hash}}, &found); err != nil {
		if v.mends(&f, err) {
			return v.showTrace(f, nil)
		}
		return err
	}
	s := &deskSection{ID: "gevonden", Title: v.word("export.found"), Lists: []deskList{{v.word("export.hash"), hash}}, Table: v.exportsTable(found.Exports)}
	s.Table.Empty = v.word("export.not-ours")
	return v.showTrace(f, s)
}

// largestFile is more than anything that the program gives whole.
const largestFile = 1 << 30

// hashOf is the SHA-256 of the file that was given, or what was typed in place of it.
func (v *visit) hashOf() (string, error) {
	v.r.Body = http.MaxBytesReader(nil, v.r.Body, largestFile)
	parts, err := v.r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		values, err := v.filled()
		return strings.ToLower(values.Get("hash")), err
	}
	typed := ""
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return typed, nil
		}
		if err != nil {
			return "", tooLarge(err)
		}
		switch part.FormName() {
		case "hash":
			text, err := io.ReadAll(io.LimitReader(part, 200))
			if err != nil {
				return "", tooLarge(err)
			}
			typed = cmp.Or(typed, strings.ToLower(strings.TrimSpace(string(text))))
		case "file":
			h := sha256.New()
			n, err := io.Copy(h, part)
			if err != nil {
				return "", tooLarge(err)
			}
			if n > 0 {
				typed = hex.EncodeToString(h.Sum(nil))
			}
		}
	}
}

func tooLarge(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return &problem{Status: http.StatusRequestEntityTooLarge}
	}
	return &problem{Status: http.StatusBadRequest}
}

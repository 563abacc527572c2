package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"io"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

// Verify checks a bundle against itself and, when there is one, the key that is expected. It
// never fails: what cannot be read is a fault.
func Verify(data []byte, expected *Key) Report {
	r := Report{Faults: []Fault{}, LeftOut: []string{}}
	all, readable := unpack(data, &r)
	if !readable {
		return r
	}
	v := checking{Report: &r, files: map[string][]byte{}}
	for _, e := range all {
		v.files[e.name] = e.body
	}
	if v.manifest(expected) {
		v.events()
		v.listed()
	}
	// Last: what was changed inside shows here too, and is named above.
	if again, err := pack(all); r.Whole() && (err != nil || !bytes.Equal(again, data)) {
		r.fault(Wrapping, "", 0, text("de zip is niet zoals die gemaakt is: opnieuw ingepakt, of er is iets bij gezet", "the zip is not as it was made: packed anew, or something was put beside it"))
	}
	return r
}

type checking struct {
	*Report
	files map[string][]byte
	told  Manifest
}

// manifest is whether there is one that can be read; what it is signed with is judged apart.
func (v *checking) manifest(expected *Key) bool {
	text1, found := v.files[ManifestName]
	if !found {
		v.faultIn(Missing, ManifestName)
		return false
	}
	v.signature(text1, expected)
	var version struct{ Format string }
	if err := json.Unmarshal(text1, &version); err == nil && version.Format != Format {
		v.fault(Unreadable, ManifestName, 0, text("de bundel is van een vorm die dit programma niet kent", "the bundle is of a form that this program does not know"))
		return false
	}
	d := json.NewDecoder(bytes.NewReader(text1))
	d.DisallowUnknownFields()
	if err := d.Decode(&v.told); err != nil || d.Decode(&struct{}{}) != io.EOF || len(v.told.Events) > MaxEvents || len(v.told.Files) > mostFiles {
		v.fault(Unreadable, ManifestName, 0, text("bundle.json is niet te lezen", "bundle.json cannot be read"))
		return false
	}
	m := v.told
	v.Employer, v.Case, v.Invented, v.MadeAt, v.Head, v.Report.Events = m.Employer, m.Case, m.Invented, m.MadeAt, m.Head, len(m.Events)
	v.LeftOut = append(v.LeftOut, m.LeftOut...)
	return true
}

func (v *checking) signature(manifest []byte, expected *Key) {
	file, found := v.files[SignatureName]
	if !found {
		v.faultIn(Missing, SignatureName)
		return
	}
	s, err := readSignature(file)
	v.Key = s.Key
	if err != nil || !s.holds(manifest) {
		v.fault(Unsigned, SignatureName, 0, text("de handtekening klopt niet", "the signature does not hold"))
		return
	}
	if v.Pinned = expected != nil && *expected == s.Key; expected != nil && !v.Pinned {
		v.fault(OtherKey, SignatureName, 0, text("de handtekening is van een andere sleutel: "+s.Key.String(), "the signature is of another key: "+s.Key.String()))
	}
}

// events holds each to its own hash, and all of them to the order of the log.
func (v *checking) events() {
	var last Event
	versions, ids, ofCase := map[string]eventlog.Version{}, map[uuid.UUID]bool{}, false
	for _, e := range v.told.Events {
		v.event(e)
		if e.Position <= last.Position || e.RecordedAt.Before(last.RecordedAt) || ids[e.ID] {
			v.faultAt(Order, e.Position, "staat niet op zijn plaats", "is not in its place")
		}
		if e.Position == last.Position+1 && e.Previous != last.Hash {
			v.faultAt(Order, e.Position, "volgt niet op de gebeurtenis ervoor", "does not follow from the event before it")
		}
		if e.Version != versions[e.Stream]+1 {
			v.faultAt(Order, e.Position, "volgt niet op wat er van hetzelfde is vastgelegd: er ontbreekt iets", "does not follow from what was recorded of the same: something is missing")
		}
		if e.Position > v.Head.Position || e.Position == v.Head.Position && e.Hash != v.Head.Hash {
			v.faultAt(Order, e.Position, "past niet bij het einde van het logboek", "does not fit the end of the log")
		}
		if s, err := eventlog.ParseStream(e.Stream); err == nil {
			ofCase = ofCase || s.ID == v.Case
		}
		last, versions[e.Stream], ids[e.ID] = e, e.Version, true
	}
	if !ofCase {
		v.fault(Missing, ManifestName, 0, text("van de zaak zelf staat er niets in", "there is nothing of the case itself in it"))
		return
	}
	v.Since = v.told.Events[0].RecordedAt
}

func (v *checking) event(e Event) {
	recorded, err := e.recorded(v.Employer.ID)
	first := e.Position == 1
	if err != nil || e.Position < 1 || first != (eventlog.Hash(e.Previous) == eventlog.Genesis) || len(e.Stream) > 1<<10 || len(e.Type) > eventlog.MaxTypeName ||
		e.RecordedAt.Nanosecond()%int(time.Microsecond) != 0 || eventlog.Chain(eventlog.Hash(e.Previous), recorded) != recorded.Hash {
		v.faultAt(Altered, e.Position, "is gewijzigd: de hash klopt niet", "was altered: its hash does not hold")
	}
	sealed, there := v.files[SealedName(e.Position)]
	switch {
	case e.Redacted:
		// Nothing to hold it to; a payload that is there all the same is found to be extra.
	case !there:
		v.faultIn(Missing, SealedName(e.Position))
	case sha256.Sum256(sealed) != e.PayloadHash:
		v.faultIn(Altered, SealedName(e.Position))
	}
	opened, there := v.files[ReadableName(e.Position)]
	switch {
	case !there && !e.Redacted:
		v.faultIn(Missing, ReadableName(e.Position))
	case there && !e.Redacted && !follows(sealed, opened):
		v.faultAt(Altered, e.Position, "is leesbaar anders dan verzegeld", "reads otherwise than it was sealed")
	}
}

// listed holds the files to the list, and the list to the files.
func (v *checking) listed() {
	known := map[string]bool{ManifestName: true, SignatureName: true}
	for _, f := range v.told.Files {
		body, there := v.files[f.Name]
		switch {
		case !there:
			v.faultIn(Missing, f.Name)
		case len(body) != f.Size || sha256.Sum256(body) != f.SHA256:
			v.faultIn(Altered, f.Name)
		}
		known[f.Name] = true
	}
	for _, e := range v.told.Events {
		if e.Redacted {
			known[SealedName(e.Position)], known[ReadableName(e.Position)] = false, false
		}
	}
	var extra []string
	for name := range v.files {
		if !known[name] {
			extra = append(extra, name)
		}
	}
	slices.Sort(extra)
	for _, name := range extra {
		v.faultIn(Extra, name)
	}
	for _, name := range []string{PaperName, ReadMeName} {
		if _, there := v.files[name]; !there {
			v.faultIn(Missing, name)
		}
	}
}

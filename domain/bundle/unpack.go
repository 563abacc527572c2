package bundle

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
)

// plainName holds for every name that a bundle has: nothing in it leads out of a folder.
var plainName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,99}(/[a-z0-9][a-z0-9._-]{0,99})?$`)

// mostFiles is two for each event, and documents.
const mostFiles = 3 * MaxEvents

// unpack reads a zip that anybody may have made: at most MaxBytes, and what cannot be used of it
// is a fault. Nothing is written anywhere.
func unpack(data []byte, r *Report) (all []entry, readable bool) {
	if len(data) > MaxBytes {
		r.fault(Unreadable, "", 0, text("het bestand is te groot voor een bundel", "the file is too large for a bundle"))
		return nil, false
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) || len(z.File) > mostFiles {
		r.fault(Unreadable, "", 0, text("het bestand is geen zip die te lezen is", "the file is no zip that can be read"))
		return nil, false
	}
	room, seen := MaxBytes, map[string]bool{}
	for _, f := range z.File {
		switch {
		case !plainName.MatchString(f.Name):
			r.fault(Unsafe, "", 0, text("er staat een bestand in met een naam die niet in een bundel hoort", "there is a file in it with a name that no bundle has"))
			continue
		case seen[f.Name]:
			r.fault(Duplicate, f.Name, 0, text(f.Name+" staat er twee keer in", f.Name+" is in it twice"))
			continue
		}
		seen[f.Name] = true
		body, err := contents(f, room)
		if err != nil {
			r.faultIn(Altered, f.Name)
		}
		if err != nil && !errors.Is(err, zip.ErrChecksum) {
			body = nil // one that was altered is judged all the same: the hashes say which event it is
		}
		room -= len(body)
		all = append(all, entry{f.Name, body})
	}
	return all, true
}

// contents reads no more than there is room for, whatever the header of the file says.
func contents(f *zip.File, room int) ([]byte, error) {
	opened, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", f.Name, err)
	}
	defer func() { _ = opened.Close() }()
	body, err := io.ReadAll(io.LimitReader(opened, int64(room)+1))
	if err == nil && len(body) > room {
		err = ErrTooLarge
	}
	return body, err
}

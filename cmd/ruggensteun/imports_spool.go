package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"ruggensteun/adapters/api"
	"ruggensteun/domain/fault"
)

// spool keeps files that were sent. They hold personal details in clear: nobody else can
// look into the folder or read a file, and a file has no name any more as soon as it is
// open, so that it is gone when the program is, however that ends.
type spool struct {
	folder string // "" until one is made for this program alone
	own    bool   // made by this program, and removed with it
	mu     sync.Mutex
}

const spoolPrefix = "ruggensteun-"

// ready makes the folder and removes what a program left there that ended before it
// could: systems that keep the name of an open file need that.
func (s *spool) ready() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.folder == "" {
		folder, err := os.MkdirTemp("", spoolPrefix+"imports-*")
		if err != nil {
			return "", fmt.Errorf("make a folder for files that are sent: %w", err)
		}
		s.folder, s.own = folder, true
	}
	return s.folder, nil
}

// tidy makes a lasting folder nobody else's, and empties it. Another program's open
// files have no name to be removed by.
func (s *spool) tidy() error {
	if s.folder == "" {
		return nil
	}
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return fmt.Errorf("make the folder for files that are sent: %w", err)
	}
	if err := os.Chmod(s.folder, 0o700); err != nil {
		return fmt.Errorf("keep others out of the folder for files that are sent: %w", err)
	}
	left, err := os.ReadDir(s.folder)
	if err != nil {
		return fmt.Errorf("tidy the folder for files that are sent: %w", err)
	}
	for _, one := range left {
		if !strings.HasPrefix(one.Name(), spoolPrefix) || !one.Type().IsRegular() {
			continue // not ours
		}
		if err := os.Remove(filepath.Join(s.folder, one.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("tidy the folder for files that are sent: %w", err)
		}
	}
	return nil
}

func (s *spool) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.own {
		return nil
	}
	return os.RemoveAll(s.folder)
}

// file makes one that is not there any more for anybody else (os.CreateTemp gives
// mode 0600).
func (s *spool) file() (*spooled, error) {
	folder, err := s.ready()
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(folder, spoolPrefix+"sent-*")
	if err != nil {
		return nil, fmt.Errorf("keep a file that is sent: %w", err)
	}
	one := &spooled{File: f, name: f.Name()}
	if os.Remove(one.name) == nil { // some systems keep the name of an open file
		one.name = ""
	}
	return one, nil
}

// take keeps what comes; of what breaks off nothing stays.
func (s *spool) take(from io.Reader) (_ *sourceFile, err error) {
	f, err := s.file()
	if err != nil {
		return nil, err
	}
	size, err := io.Copy(f, from)
	if err == nil && size == 0 {
		var wrong fault.Fields
		wrong.Add("file", "is empty", "send the table")
		err = wrong.Err()
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &sourceFile{f.File, size, f.Close}, nil
}

// spooled is a file of which only this program has hold.
type spooled struct {
	*os.File
	name string // "" once it has none
}

// Close lets go of the file; closing twice is closing once.
func (f *spooled) Close() error {
	err := f.File.Close()
	if errors.Is(err, fs.ErrClosed) {
		return nil
	}
	if f.name != "" {
		err = errors.Join(err, os.Remove(f.name))
	}
	return err
}

// rejects copies them to a file of its own first, so that a slow client holds up
// nothing.
func (j *job) rejects(ctx context.Context) (api.Rejects, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.gone || j.read == nil || j.now == api.ImportReading || j.now == api.ImportRecording:
		return api.Rejects{}, fault.New(fault.Refused, "the rejects are not known now: look at the import first")
	case j.read.Report().RejectedRows == 0:
		return api.Rejects{}, fault.New(fault.Refused, "nothing was rejected, so there is no file of rejects")
	}
	f, err := j.imports.spool.file()
	if err != nil {
		return api.Rejects{}, err
	}
	if _, err := j.read.CopyRejects(ctx, f); err != nil {
		return api.Rejects{}, errors.Join(err, f.Close())
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return api.Rejects{}, errors.Join(fmt.Errorf("read the rejects: %w", err), f.Close())
	}
	kind, name := "text/csv", "rejects.csv"
	if j.read.Report().Kind == "xlsx" {
		kind, name = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "rejects.xlsx"
	}
	return api.Rejects{ReadSeekCloser: f, Type: kind, Name: name, Rows: j.read.Report().RejectedRows}, nil
}

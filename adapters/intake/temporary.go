package intake

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// temporaryFile holds what does not fit in memory. It has personal details in
// clear, so nobody else can read it (os.CreateTemp gives mode 0600), and it has
// no name any more as soon as it is open: when the program is killed, it is gone.
type temporaryFile struct {
	*os.File
	out  *bufio.Writer
	size int64
	name string // "" once it has none
}

func newTemporaryFile(folder string) (*temporaryFile, error) {
	file, err := os.CreateTemp(folder, "ruggensteun-intake-*")
	if err != nil {
		return nil, fmt.Errorf("make a temporary file: %w", err)
	}
	t := &temporaryFile{File: file, out: bufio.NewWriterSize(file, 64<<10), name: file.Name()}
	if os.Remove(t.name) == nil { // some systems keep the name of an open file
		t.name = ""
	}
	return t, nil
}

func (t *temporaryFile) write(b []byte) error {
	n, err := t.out.Write(b)
	t.size += int64(n)
	if err != nil {
		return fmt.Errorf("write a temporary file: %w", err)
	}
	return nil
}

// flush makes what was written readable.
func (t *temporaryFile) flush() error {
	if err := t.out.Flush(); err != nil {
		return fmt.Errorf("write a temporary file: %w", err)
	}
	return nil
}

// Close lets go of the file; closing twice is closing once.
func (t *temporaryFile) Close() error {
	err := t.File.Close()
	if errors.Is(err, fs.ErrClosed) {
		return nil
	}
	if t.name != "" {
		err = errors.Join(err, os.Remove(t.name))
	}
	return err
}

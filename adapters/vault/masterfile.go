package vault

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrKeyFile: the file is there and is no whole, private key file.
var ErrKeyFile = errors.New("this file cannot be used as a master key")

const (
	keyFileHeader = "ruggensteun master key, version 1"
	keyFileLimit  = 4096 // far more than a key file has; a wrong path may be anything
)

// The fingerprint line does two jobs: it tells a truncated or mistyped file,
// and lets a person see which file belongs to which database.
const keyFileText = keyFileHeader + `
# Who has this file and the database can read every name. Who loses it loses them.
# Keep a copy, apart from the backups of the database.
key %s
fingerprint %s
`

// CreateMaster makes a new key and writes it to path. It never overwrites: an
// existing file gives fs.ErrExist, also when another process was first.
func CreateMaster(path string) (Master, error) { return createMaster(path, rand.Reader) }

func createMaster(path string, random io.Reader) (Master, error) {
	s, err := newSecret(random)
	if err != nil {
		return Master{}, err
	}
	m := Master{s}
	fingerprint := m.Fingerprint()
	text := fmt.Sprintf(keyFileText, hex.EncodeToString(s.reveal()[:]), hex.EncodeToString(fingerprint[:]))
	err = writeOnce(path, []byte(text))
	if errors.Is(err, fs.ErrExist) {
		return Master{}, fmt.Errorf("%s is there already, and a key file is never overwritten: choose another name: %w", path, fs.ErrExist)
	}
	if err != nil {
		return Master{}, fmt.Errorf("create master key file %s: %w", path, err)
	}
	return m, nil
}

// writeOnce makes the file appear whole or not at all: another process that
// starts at this moment never reads half a key, and a crash leaves none. The
// link is what refuses to overwrite.
func writeOnce(path string, text []byte) error {
	folder := filepath.Dir(path)
	draft, err := os.CreateTemp(folder, ".master-*.key") // made with mode 0600 and O_EXCL
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(draft.Name()) }()
	if _, err := draft.Write(text); err != nil {
		return errors.Join(err, draft.Close())
	}
	if err := errors.Join(draft.Sync(), draft.Close()); err != nil {
		return err
	}
	if err := os.Link(draft.Name(), path); err != nil {
		return err
	}
	return syncFolder(folder)
}

// syncFolder makes the new name durable: a database sealed under a key whose
// file a power cut took away is lost.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// LoadMaster reads a key file. Errors: fs.ErrNotExist; ErrKeyFile when others
// may read it or it is not whole.
func LoadMaster(path string) (Master, error) {
	f, err := os.Open(path)
	if err != nil {
		return Master{}, fmt.Errorf("open master key file: %w", err)
	}
	defer func() { _ = f.Close() }()
	// Asked of the open file, not of the path, which may point elsewhere by now.
	info, err := f.Stat()
	if err != nil {
		return Master{}, fmt.Errorf("look at master key file %s: %w", path, err)
	}
	if err := private(info); err != nil {
		return Master{}, fmt.Errorf("master key file %s %w", path, err)
	}
	text, err := io.ReadAll(io.LimitReader(f, keyFileLimit))
	if err != nil {
		return Master{}, fmt.Errorf("read master key file %s: %w", path, err)
	}
	m, err := parseMaster(text)
	if err != nil {
		return Master{}, fmt.Errorf("master key file %s %w", path, err)
	}
	return m, nil
}

func private(info fs.FileInfo) error {
	switch {
	case !info.Mode().IsRegular():
		return fmt.Errorf("is not a regular file: %w", ErrKeyFile)
	case openToOthers(info):
		return fmt.Errorf("can be used by others (mode %04o): run chmod 600 on it, and consider rotating the key: %w", info.Mode().Perm(), ErrKeyFile)
	case !ownedByUs(info):
		return fmt.Errorf("belongs to another user: run as its owner, or chown it: %w", ErrKeyFile)
	}
	return nil
}

// parseMaster never repeats a line of the file in an error: it may hold the key.
func parseMaster(text []byte) (Master, error) {
	header, rest, _ := strings.Cut(string(text), "\n")
	if strings.TrimSpace(header) != keyFileHeader {
		return Master{}, fmt.Errorf("does not begin with %q: it is another file, or of a newer version: %w", keyFileHeader, ErrKeyFile)
	}
	values := map[string][]byte{}
	for line := range strings.Lines(rest) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if decoded, err := hex.DecodeString(value); err == nil {
			values[name] = decoded
		}
	}
	if len(values["key"]) != secretSize {
		return Master{}, errIncomplete
	}
	m := Master{secretOf((*[secretSize]byte)(values["key"]))}
	if fingerprint := m.Fingerprint(); !bytes.Equal(fingerprint[:], values["fingerprint"]) {
		return Master{}, errIncomplete
	}
	return m, nil
}

var errIncomplete = fmt.Errorf("is truncated or was changed (key and fingerprint do not match): put back a copy of it; "+
	"a new key opens nothing that was sealed under this one: %w", ErrKeyFile)

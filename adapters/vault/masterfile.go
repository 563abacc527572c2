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
var ErrKeyFile = errors.New("this file cannot be used as a key")

// keyFileLimit is far more than a key file has; a wrong path may be anything.
const keyFileLimit = 4096

// keyFile is a kind of file with one secret.
type keyFile struct {
	name, header string
	remarks      string // for who finds it
	lost         string // what another key does not do
}

var (
	masterFile = keyFile{
		name: "master key", header: "ruggensteun master key, version 1",
		remarks: "# Who has this file and the database can read every name. Who loses it loses them.\n" +
			"# Keep a copy, apart from the backups of the database.\n",
		lost: "a new key opens nothing that was sealed under this one",
	}
	cellFile = keyFile{
		name: "cell key", header: "ruggensteun cell key, version 1",
		remarks: "# Who has this file can undo the protection of figures. With another one every figure becomes another.\n" +
			"# Keep a copy, apart from the backups of the database. It never changes.\n",
		lost: "with a new key the figures that were given out cannot be had again, and two answers to one question give more away than one",
	}
)

// The fingerprint line does two jobs: it tells a truncated or mistyped file,
// and lets a person see which file belongs to which database.
const keyFileText = "%s\n%skey %s\nfingerprint %s\n"

// CreateMaster makes a new key and writes it to path. It never overwrites: an
// existing file gives fs.ErrExist, also when another process was first.
func CreateMaster(path string) (Master, error) { return createMaster(path, rand.Reader) }

func createMaster(path string, random io.Reader) (Master, error) {
	s, err := masterFile.create(path, random)
	return Master{s}, err
}

func (k keyFile) create(path string, random io.Reader) (secret, error) {
	s, err := newSecret(random)
	if err != nil {
		return secret{}, err
	}
	text := fmt.Sprintf(keyFileText, k.header, k.remarks, hex.EncodeToString(s.reveal()[:]), hex.EncodeToString(s.derive(infoFingerprint).reveal()[:]))
	err = writeOnce(path, []byte(text))
	if errors.Is(err, fs.ErrExist) {
		return secret{}, fmt.Errorf("%s is there already, and a key file is never overwritten: choose another name: %w", path, fs.ErrExist)
	}
	if err != nil {
		return secret{}, fmt.Errorf("create %s file %s: %w", k.name, path, err)
	}
	return s, nil
}

// writeOnce makes the file appear whole or not at all: another process that
// starts at this moment never reads half a key, and a crash leaves none. The
// link is what refuses to overwrite.
func writeOnce(path string, text []byte) error {
	folder := filepath.Dir(path)
	draft, err := os.CreateTemp(folder, ".new-*.key") // made with mode 0600 and O_EXCL
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
	s, err := masterFile.load(path)
	return Master{s}, err
}

func (k keyFile) load(path string) (secret, error) {
	f, err := os.Open(path)
	if err != nil {
		return secret{}, fmt.Errorf("open %s file: %w", k.name, err)
	}
	defer func() { _ = f.Close() }()
	// Asked of the open file, not of the path, which may point elsewhere by now.
	info, err := f.Stat()
	if err != nil {
		return secret{}, fmt.Errorf("look at %s file %s: %w", k.name, path, err)
	}
	if err := private(info); err != nil {
		return secret{}, fmt.Errorf("%s file %s %w", k.name, path, err)
	}
	text, err := io.ReadAll(io.LimitReader(f, keyFileLimit))
	if err != nil {
		return secret{}, fmt.Errorf("read %s file %s: %w", k.name, path, err)
	}
	s, err := k.parse(text)
	if err != nil {
		return secret{}, fmt.Errorf("%s file %s %w", k.name, path, err)
	}
	return s, nil
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

// parse never repeats a line of the file in an error: it may hold the key.
func (k keyFile) parse(text []byte) (secret, error) {
	header, rest, _ := strings.Cut(string(text), "\n")
	if strings.TrimSpace(header) != k.header {
		return secret{}, fmt.Errorf("does not begin with %q: it is another file, or of a newer version: %w", k.header, ErrKeyFile)
	}
	values := map[string][]byte{}
	for line := range strings.Lines(rest) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if decoded, err := hex.DecodeString(value); err == nil {
			values[name] = decoded
		}
	}
	if len(values["key"]) != secretSize {
		return secret{}, k.incomplete()
	}
	s := secretOf((*[secretSize]byte)(values["key"]))
	if !bytes.Equal(s.derive(infoFingerprint).reveal()[:], values["fingerprint"]) {
		return secret{}, k.incomplete()
	}
	return s, nil
}

func (k keyFile) incomplete() error {
	return fmt.Errorf("is truncated or was changed (key and fingerprint do not match): put back a copy of it; %s: %w", k.lost, ErrKeyFile)
}

package vault

import (
	"crypto/rand"

	"ruggensteun/projections/disclosure"
)

// CreateCellKey makes the key that protected figures hang from and writes it to path, as
// CreateMaster does.
func CreateCellKey(path string) (disclosure.Key, error) {
	s, err := cellFile.create(path, rand.Reader)
	if err != nil {
		return disclosure.Key{}, err
	}
	return disclosure.NewKey(s.reveal()[:])
}

// LoadCellKey reads a cell key's file. Errors: fs.ErrNotExist; ErrKeyFile when others may
// read it or it is not whole.
func LoadCellKey(path string) (disclosure.Key, error) {
	s, err := cellFile.load(path)
	if err != nil {
		return disclosure.Key{}, err
	}
	return disclosure.NewKey(s.reveal()[:])
}

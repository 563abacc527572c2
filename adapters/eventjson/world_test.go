package eventjson_test

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/adapters/vault"
	"ruggensteun/adapters/vault/vaulttest"
	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
)

// world is a real vault with its keys in memory, and one registered employer.
type world struct {
	vault    *vault.Vault
	keys     *vaulttest.Memory
	employer uuid.UUID
	newID    func() (uuid.UUID, error)
}

// testMaster is the master key of the golden files.
func testMaster(t testing.TB) vault.Master {
	t.Helper()
	text, err := os.ReadFile("testdata/master-key.txt")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "master.key") // private, which a file in the sources is not
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := vault.LoadMaster(path)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func newWorld(t testing.TB, source vault.Source) *world {
	t.Helper()
	w := &world{keys: &vaulttest.Memory{}, employer: exampleEmployer, newID: uuid.NewV7}
	if source.NewID != nil {
		w.newID = source.NewID
	}
	var err error
	if w.vault, err = vault.Open(t.Context(), w.keys, testMaster(t), source); err != nil {
		t.Fatal(err)
	}
	key, err := w.vault.NewEmployer(t.Context(), w.employer)
	if err != nil {
		t.Fatal(err)
	}
	w.keep(t, decider.Encoded{DataKeys: []eventlog.DataKey{key}})
	return w
}

func (w *world) keep(t interface{ Fatal(...any) }, e decider.Encoded) {
	if err := w.keys.Keep(e.DataKeys, e.Marks); err != nil {
		t.Fatal(err)
	}
}

func (w *world) codec(opens ...person.Purpose) *eventjson.Codec {
	return eventjson.New(w.vault, w.newID, opens...)
}

func (w *world) request() decider.Request { return decider.Request{Employer: w.employer} }

// record encodes events and gives them as the log would.
func (w *world) record(t interface{ Fatal(...any) }, events ...decider.Event) []eventlog.Recorded {
	stream := incident.Stream(exampleIncident)
	encoded, err := w.codec().Encode(context.Background(), stream, events, w.request())
	if err != nil {
		t.Fatal(err)
	}
	w.keep(t, encoded)
	return recorded(stream, encoded)
}

func recorded(stream eventlog.Stream, encoded decider.Encoded) []eventlog.Recorded {
	list := make([]eventlog.Recorded, len(encoded.Events))
	for i, e := range encoded.Events {
		list[i] = eventlog.Record(e, eventlog.Genesis, eventlog.Recorded{Position: eventlog.Position(i + 1), Stream: stream})
	}
	return list
}

// fixed is a source that gives the same keys, nonces and ids at every run.
func fixed() vault.Source {
	n := byte(0)
	return vault.Source{
		Random: constant(0x5a),
		NewID: func() (uuid.UUID, error) {
			n++
			return uuid.UUID{0x01, 0x99, 6: 0x70, 8: 0x80, 15: n}, nil
		},
	}
}

type constant byte

func (c constant) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(c)
	}
	return len(b), nil
}

var _ io.Reader = constant(0)

package main

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
)

const goldenFolder = "../../adapters/eventjson/testdata"

// golden is an event as it was written by an earlier program, with its keys.
type golden struct {
	Event   uuid.UUID
	Stream  string
	Keys    []eventlog.DataKey
	Payload json.RawMessage
}

func readGolden(t *testing.T, name string) (g golden) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(goldenFolder, name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &g); err != nil {
		t.Fatal(err)
	}
	return g
}

// append puts the bytes into the log as they are.
func (g golden) append(t *testing.T, log eventlog.Log, id, employer uuid.UUID, name string, marks ...eventlog.Mark) {
	t.Helper()
	stream, err := eventlog.ParseStream(g.Stream)
	if err != nil {
		t.Fatal(err)
	}
	metadata, err := eventlog.Meta{Actor: uuid.New(), Role: "registrar", Purpose: "registration", Channel: "api", Correlation: uuid.New()}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	_, err = log.Append(t.Context(), eventlog.Append{
		Employer: employer,
		Changes:  []eventlog.Change{{Stream: stream, Events: []eventlog.Proposed{{ID: id, Type: name, Payload: g.Payload, Metadata: metadata}}}},
		DataKeys: g.Keys,
		Marks:    marks,
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestWhatAnEarlierProgramWroteIsReadToday puts the first shape of a report into
// the log, byte for byte, under the master key of the golden files.
func TestWhatAnEarlierProgramWroteIsReadToday(t *testing.T) {
	t.Parallel()
	needsDatabase(t)
	c := terminalAt(t, privateCopy(t, filepath.Join(goldenFolder, "master-key.txt")))
	c.worksFor("GEM-ROTTERDAM")
	const registered, reported = "employer.registered.v1", "incident.registered.v1"
	owner, incident := readGolden(t, registered), readGolden(t, reported)
	employer := uuid.MustParse(strings.TrimPrefix(owner.Stream, "employer-"))
	s, err := (&program{err: io.Discard, env: c.getenv}).openStore(t.Context(), where{
		database: c.env["RUGGENSTEUN_DATABASE"], master: c.env["RUGGENSTEUN_MASTER_KEY"],
	})
	if err != nil {
		t.Fatal(err)
	}
	owner.append(t, s.log, uuid.New(), employer, registered, s.vault.EmployerMark("GEM-ROTTERDAM", employer))
	incident.append(t, s.log, incident.Event, employer, reported)
	s.Close()

	// 26 October 2025, 02:30 in summer time: a Sunday in the hour that came twice.
	for filter, want := range map[string]int{"weekday=sun": 1, "hour=2": 1, "hour=1": 0, "behaviour=VERB_THREAT": 1, "profession=BOA1": 0, "place=ROAD": 1} {
		if got := c.total("--filter", filter); got != want {
			t.Errorf("%s counts %d, want %d", filter, got, want)
		}
	}
	var page struct {
		Employer string
		Occurred struct{ At, Offset, Precision string }
		Personal struct {
			Workers   []struct{ Identity string }
			Narrative []struct{ State string }
		}
	}
	c.open("", "incident", "show", strings.TrimPrefix(incident.Stream, "incident-"), "--as", "registrar@GEM-ROTTERDAM", "--json").into(&page)
	if page.Employer != "GEM-ROTTERDAM" || page.Occurred.At != "2025-10-26T00:30:00Z" || page.Occurred.Offset != "+02:00" || page.Occurred.Precision != "MINUTE" {
		t.Errorf("it reads %+v", page)
	}
	if p := page.Personal; len(p.Workers) != 2 || p.Workers[0].Identity != "present" || p.Narrative[0].State != "present" {
		t.Errorf("its boxes do not open: %+v", p)
	}
	c.run("verify", "--open").ok()
}

func privateCopy(t *testing.T, from string) string {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "master.key")
	if err := os.WriteFile(to, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return to
}

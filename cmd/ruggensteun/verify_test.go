package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"ruggensteun/domain/decider"
	"ruggensteun/domain/eventlog"
)

// TestVerifyNamesEveryFault harms a whole store in one place at a time, as
// somebody could who has taken over the database.
func TestVerifyNamesEveryFault(t *testing.T) {
	t.Parallel()
	const unlocked = "SET session_replication_role = replica; "
	tests := map[string]struct {
		harm string
		says string
	}{
		"one byte of a payload, which is JSON all the same": {
			unlocked + `UPDATE events SET payload = set_byte(payload, position('ROAD'::bytea IN payload) - 1, ascii('T')) WHERE position = 4`,
			"position 4: payload:",
		},
		"one byte of a payload, which is JSON no more": {
			unlocked + `UPDATE events SET payload = set_byte(payload, 0, 0) WHERE position = 4`,
			"position 4: payload:",
		},
		"one byte of metadata": {
			unlocked + `UPDATE events SET metadata = set_byte(metadata, 20, get_byte(metadata, 20) # 1) WHERE position = 4`,
			"position 4: metadata:",
		},
		"one byte of a hash": {
			unlocked + `UPDATE events SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE position = 4`,
			"position 4: hash: the stored hash was changed",
		},
		"one byte of the last hash": {
			unlocked + `UPDATE events SET hash = set_byte(hash, 31, get_byte(hash, 31) # 1) WHERE position = 7`,
			"position 7: hash:",
		},
		"one byte of a payload's hash": {
			unlocked + `UPDATE events SET payload_hash = set_byte(payload_hash, 0, get_byte(payload_hash, 0) # 1) WHERE position = 4`,
			"position 4: payload: the payload is as it was recorded",
		},
		"the order of two events": {
			unlocked + `UPDATE events SET position = 400 WHERE position = 4;
			UPDATE events SET position = 4 WHERE position = 5;
			UPDATE events SET position = 5 WHERE position = 400`,
			"position 4: order: this event and the one at position 5 changed places",
		},
		"an event that was taken out": {
			unlocked + `DELETE FROM events WHERE position = 4`,
			"position 5: gap:",
		},
		"whose record it is": {
			unlocked + `UPDATE events SET employer = (SELECT employer FROM events WHERE position = 2) WHERE position = 4`,
			"position 4: metadata:",
		},
		"when it was recorded": {
			unlocked + `UPDATE events SET recorded_at = recorded_at - interval '1 hour' WHERE position = 4`,
			"position 4: metadata:",
		},
		"a payload that nobody redacted": {
			unlocked + `UPDATE events SET payload = NULL WHERE position = 4`,
			"position 4: the payload was removed without a recorded redaction",
		},
		"where a stream stands": {
			`UPDATE streams SET version = version + 1 WHERE stream = (SELECT stream FROM events WHERE position = 4)`,
			"stands at version 2 in streams, at 1 in the log",
		},
		"one cell of a read model": {
			`UPDATE facts_r9.incident SET place_type = 'WATER' WHERE position = 4`,
			"version of position 4, column place_type: is not what follows from the log",
		},
		"a row that a read model lacks": {
			`DELETE FROM facts_r9.incident WHERE position = 4`,
			"version of position 4: is missing",
		},
		"a row that a read model has too many": {
			`INSERT INTO facts_r9.employer SELECT gen_random_uuid(), position, parent, employer, code, name, kind, zone, areas, area_names, area_gemeenten, units, unit_names, invented, recorded_at FROM facts_r9.employer LIMIT 1`,
			"does not follow from the log",
		},
	}
	c := week(t)
	c.run("verify").ok() // and brings the read model up to date
	mend := c.keepCopies()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { // one after the other, on the same store
			c.db.Exec(t, test.harm)
			found := c.run("verify")
			found.fails(1, "see `verify` in OPERATIONS.md")
			if !strings.Contains(found.out, "FAULT  ") || !strings.Contains(found.out, test.says) {
				t.Errorf("it does not say %q:\n%s", test.says, found.out)
			}
			c.db.Exec(t, mend)
		})
	}
	c.run("verify").ok() // so that no fault was found for the harm of the one before
}

// keepCopies gives the statements that put everything back as it is now.
func (c *terminal) keepCopies() (mend string) {
	c.t.Helper()
	mend = "SET session_replication_role = replica;" // no triggers, no references
	for _, table := range []string{"events", "streams", "facts_r9.incident", "facts_r9.employer"} {
		copied := "public." + strings.ReplaceAll(table, ".", "_")
		c.db.Exec(c.t, "CREATE TABLE "+copied+" AS TABLE "+table)
		mend += "DELETE FROM " + table + "; INSERT INTO " + table + " TABLE " + copied + ";"
	}
	return mend
}

func TestVerifyProvesAWholeStore(t *testing.T) {
	t.Parallel()
	c := week(t)
	c.say(report, "incident", "register", "-", "--as", "registrar@GEM-X").recorded()
	for _, args := range [][]string{{"verify"}, {"verify", "--open"}} {
		proof := c.run(args...).ok()
		for _, text := range []string{"8 events, 7 streams folded; last position 8, hash ", "6 rows of incident compared at position 8"} {
			if !strings.Contains(proof, text) {
				t.Errorf("%v does not say %q:\n%s", args, text, proof)
			}
		}
	}
	if got := c.count("SELECT count(*) FROM builds"); got != 0 {
		t.Errorf("it left %d scratch schemas behind", got)
	}
}

func TestVerifyOfAnEmptyStore(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	if proof := c.run("verify").ok(); !strings.Contains(proof, "log    0 events") {
		t.Errorf("it says\n%s", proof)
	}
}

// away is a codec whose keys cannot be read now.
type away struct{ decider.Codec }

func (away) Decode(context.Context, []eventlog.Recorded) ([]decider.Event, error) {
	return nil, fmt.Errorf("read 3 keys: %w", eventlog.ErrUnavailable)
}

func TestVerifyBlamesNoEventForADatabaseThatWentAway(t *testing.T) {
	t.Parallel()
	v := &verification{program: &program{out: io.Discard}, codec: away{}}
	err := v.fold(t.Context(), newFolds(), make([]eventlog.Recorded, 3))
	if !errors.Is(err, eventlog.ErrUnavailable) || v.faults != 0 {
		t.Errorf("%d faults, %v", v.faults, err)
	}
}

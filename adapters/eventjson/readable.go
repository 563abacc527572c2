package eventjson

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/person"
)

// forgotten stands where a box was that nobody can open any more.
const forgotten = `{"forgotten":true}`

// Readable gives each payload as it was recorded, in its own shape, with what is in a box in the
// place of the box; nil where the payload was redacted. Boxes that this codec does not open stay,
// and so do those that hold part of the key of a document or a photo: in clear it would outlive the forgetting.
func (c *Codec) Readable(ctx context.Context, recorded []eventlog.Recorded) ([][]byte, error) {
	r := &reader{opens: c.opens}
	readable := make([][]byte, len(recorded))
	for i := range recorded {
		if _, err := r.event(i, &recorded[i]); err != nil {
			return nil, about(&recorded[i], err)
		}
		readable[i] = bytes.Clone(recorded[i].Payload)
	}
	opened, err := c.vault.Open(ctx, r.boxes)
	if err != nil {
		return nil, fmt.Errorf("open %d events: %w", len(recorded), err)
	}
	for i, t := range r.targets {
		if isPartOfKey(recorded[t.index].Type, t.field) {
			continue
		}
		// No two boxes are alike: each has a nonce of its own.
		box := `"` + base64.StdEncoding.EncodeToString(r.boxes[i].Sealed) + `"`
		if bytes.Count(readable[t.index], []byte(box)) != 1 {
			return nil, about(&recorded[t.index], fmt.Errorf("field %s is not where it was read", t.field))
		}
		readable[t.index] = bytes.Replace(readable[t.index], []byte(box), inside(opened[i]), 1)
	}
	return readable, nil
}

func inside(o person.Opened) []byte {
	if o.State != person.Present {
		return []byte(forgotten)
	}
	if json.Valid(o.Plain) {
		return o.Plain
	}
	quoted, _ := json.Marshal(string(o.Plain)) // a text is always JSON
	return quoted
}

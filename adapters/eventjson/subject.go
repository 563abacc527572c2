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

// OfSubject gives each payload in its own shape, with what is sealed under some keys in the place of
// its box, and of every other box no more than what it is of: neither is opened, nor is it given away
// sealed. nil where the payload was redacted.
func (c *Codec) OfSubject(ctx context.Context, recorded []eventlog.Recorded, mine func(person.KeyRef) bool) ([][]byte, error) {
	_, under, err := c.Sealed(ctx, recorded)
	if err != nil {
		return nil, err
	}
	var own []person.Box
	for i := range under {
		for _, u := range under[i] {
			if mine(u.Key) && !isShare(recorded[i], u.Box) {
				own = append(own, u.Box)
			}
		}
	}
	opened, err := c.vault.Open(ctx, own)
	if err != nil {
		return nil, fmt.Errorf("open what is of one person in %d events: %w", len(recorded), err)
	}
	payloads := make([][]byte, len(recorded))
	for i, e := range recorded {
		payloads[i] = bytes.Clone(e.Payload)
		for _, u := range under[i] {
			instead, _ := json.Marshal(map[string]string{person.LeftOut: string(u.Key.Kind)})
			if mine(u.Key) && !isShare(e, u.Box) {
				instead, opened = inside(opened[0]), opened[1:]
			}
			// No two boxes are alike: each has a nonce of its own.
			box := `"` + base64.StdEncoding.EncodeToString(u.Box.Sealed) + `"`
			if bytes.Count(payloads[i], []byte(box)) != 1 {
				return nil, about(&recorded[i], fmt.Errorf("field %s is not where it was read", u.Box.Slot.Field))
			}
			payloads[i] = bytes.Replace(payloads[i], []byte(box), instead, 1)
		}
	}
	return payloads, nil
}

// isShare: part of the key of a document or a photo would outlive the forgetting in clear.
func isShare(e eventlog.Recorded, b person.Box) bool {
	return isPartOfKey(e.Type, b.Slot.Field)
}

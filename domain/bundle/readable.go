package bundle

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"reflect"
)

// smallestBox is the length of a sealed value (adapters/vault): layout, key, nonce, one block
// and the tag.
const smallestBox = 1 + 16 + 12 + 32 + 16

// follows tells whether a payload reads as it was sealed: the same but where there is a box.
func follows(sealed, opened []byte) bool {
	was, ok := decoded(sealed)
	is, also := decoded(opened)
	return ok && also && same(was, is)
}

func decoded(text []byte) (v any, ok bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, false
	}
	return v, d.Decode(new(any)) == io.EOF
}

func same(was, is any) bool {
	switch was := was.(type) {
	case map[string]any:
		is, both := is.(map[string]any)
		if !both || len(was) != len(is) {
			return false
		}
		for name, value := range was {
			if other, there := is[name]; !there || !same(value, other) {
				return false
			}
		}
		return true
	case []any:
		is, both := is.([]any)
		if !both || len(was) != len(is) {
			return false
		}
		for i := range was {
			if !same(was[i], is[i]) {
				return false
			}
		}
		return true
	case string:
		return was == is || isBox(was)
	}
	return reflect.DeepEqual(was, is)
}

func isBox(text string) bool {
	b, err := base64.StdEncoding.Strict().DecodeString(text)
	return err == nil && len(b) >= smallestBox && b[0] == 1
}

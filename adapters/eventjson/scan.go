package eventjson

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// The scanner reads the JSON of events several times faster than encoding/json,
// which decides how long a read model takes to rebuild: it cuts an object into
// its members without looking inside them, and each member is judged once, when
// the walk takes it. What the walk does not know is judged by encoding/json.

// member is one field of an object, or one element of a list (without a name).
type member struct {
	name  []byte
	value []byte
	taken bool
}

func space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

// stringEnd gives the index after the closing quote of the string that opens at i.
func stringEnd(b []byte, i int) (int, bool) {
	for i++; i < len(b); i++ {
		quote := bytes.IndexByte(b[i:], '"')
		if quote < 0 {
			return 0, false
		}
		slash := bytes.IndexByte(b[i:i+quote], '\\')
		if slash < 0 {
			return i + quote + 1, true
		}
		i += slash + 1 // the escaped character, which may be a quote
	}
	return 0, false
}

// valueEnd gives the index after the value that starts at i. It only finds the
// end; whether the value is well formed shows when it is read.
func valueEnd(b []byte, i int) (int, bool) {
	depth := 0
	for i < len(b) {
		switch b[i] {
		case '"':
			end, ok := stringEnd(b, i)
			if !ok || depth == 0 {
				return end, ok
			}
			i = end
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth <= 0 {
				return i + 1, depth == 0
			}
		default:
			if depth == 0 {
				return literalEnd(b, i)
			}
		}
		i++
	}
	return 0, false
}

func literalEnd(b []byte, i int) (int, bool) {
	start := i
	for i < len(b) && !endsLiteral(b[i]) {
		i++
	}
	return i, i > start
}

func endsLiteral(c byte) bool {
	switch c {
	case ' ', '\n', '\t', '\r', ',', ']', '}':
		return true
	}
	return false
}

// split appends the members of the object, or the elements of the list, that
// is all of b.
func split(to []member, b []byte, opening, closing byte) ([]member, bool) {
	i := space(b, 0)
	if i == len(b) || b[i] != opening {
		return to, false
	}
	i = space(b, i+1)
	if i < len(b) && b[i] == closing {
		return to, space(b, i+1) == len(b)
	}
	for {
		m, end, ok := nextMember(b, i, opening == '{')
		if !ok {
			return to, false
		}
		to = append(to, m)
		switch i = space(b, end); {
		case i == len(b):
			return to, false
		case b[i] == closing:
			return to, space(b, i+1) == len(b)
		case b[i] != ',':
			return to, false
		}
		i = space(b, i+1)
	}
}

func nextMember(b []byte, i int, named bool) (m member, end int, ok bool) {
	if named {
		if i == len(b) || b[i] != '"' {
			return m, 0, false
		}
		if end, ok = stringEnd(b, i); !ok {
			return m, 0, false
		}
		m.name = b[i+1 : end-1]
		if i = space(b, end); i == len(b) || b[i] != ':' {
			return m, 0, false
		}
		i = space(b, i+1)
	}
	end, ok = valueEnd(b, i)
	if ok {
		m.value = b[i:end]
	}
	return m, end, ok
}

// unquote reads a JSON string. What it gives may be part of b.
func unquote(b []byte) ([]byte, bool) {
	if len(b) < 2 || b[0] != '"' || b[len(b)-1] != '"' {
		return nil, false
	}
	inside := b[1 : len(b)-1]
	ascii, escaped := true, false
	for _, c := range inside {
		if c < ' ' {
			return nil, false
		}
		ascii = ascii && c < utf8.RuneSelf
		escaped = escaped || c == '\\' || c == '"'
	}
	if escaped {
		return unescape(b)
	}
	return inside, ascii || utf8.Valid(inside)
}

// unescape is the rare case, and encoding/json knows it best. It mends broken
// text without saying so, which is looked for before.
func unescape(b []byte) ([]byte, bool) {
	var text string
	if !utf8.Valid(b) || json.Unmarshal(b, &text) != nil || sound(text) != nil {
		return nil, false
	}
	return []byte(text), true
}

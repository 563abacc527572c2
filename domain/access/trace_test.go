package access

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

func TestATraceIsTakenOverOrLeftAlone(t *testing.T) {
	t.Parallel()
	for header, taken := range map[string]bool{
		traceparent: true,
		"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00":      true, // not sampled there: we do all the same
		"01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more": true, // a later version
		"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more": false,
		"ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01":      false,
		"00-00000000000000000000000000000000-b7ad6b7169203331-01":      false,
		"00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01":      false,
		"00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01":      false,
		strings.Repeat("0", 4000):                                      false,
		"":                                                             false,
	} {
		id, parent, ok := ParseTrace(header)
		if ok != taken || ok && (Trace{ID: id, Span: parent}).String()[:52] != "00"+header[2:52] {
			t.Errorf("%.60q: %x %x %t", header, id, parent, ok)
		}
	}
}

func TestPartsOfATraceDiffer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var whole Trace
		copy(whole.ID[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		copy(whole.Span[:], rapid.SliceOfN(rapid.Byte(), 8, 8).Draw(t, "span"))
		n, m := rapid.IntRange(-1000, 1000).Draw(t, "n"), rapid.IntRange(-1000, 1000).Draw(t, "m")
		one, other := whole.Child(n), whole.Child(m)
		if (one == other) != (n == m) || one.ID != whole.ID || one.Parent != whole.Span || one.Called {
			t.Fatalf("parts %d and %d of %s: %s and %s", n, m, whole, one, other)
		}
	})
}

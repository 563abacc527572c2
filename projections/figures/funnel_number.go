package figures

import (
	"encoding/json"
	"fmt"
	"strconv"

	"ruggensteun/projections/disclosure"
)

// Count is a number in a funnel as it may be seen.
type Count int

// KeptBack stands where there is none: it is not broken down, or never told to who is not
// the owner. It is null in JSON.
const KeptBack Count = -1

// MarshalJSON implements json.Marshaler.
func (c Count) MarshalJSON() ([]byte, error) {
	if c == KeptBack {
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, int64(c), 10), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (c *Count) UnmarshalJSON(text []byte) error {
	n := (*int)(nil)
	if err := json.Unmarshal(text, &n); err != nil {
		return fmt.Errorf("read a number of a funnel: %w", err)
	}
	if *c = KeptBack; n != nil {
		*c = Count(*n)
	}
	return nil
}

// countOf is a printed number.
func countOf(p disclosure.Printed) Count {
	n, ok := p.Value()
	if !ok {
		return KeptBack
	}
	return Count(n)
}

// Read is how it reads: of protected figures 0 means that there may be some.
func (c Count) Read(protected bool) string {
	switch {
	case c == KeptBack:
		return notBrokenDownMark
	case c == 0 && protected:
		return disclosure.FewLabel
	}
	return strconv.Itoa(int(c))
}

// shareOf is a number as a part of a printed whole, in whole per cents; of too few there is
// none. Where there may be some, it says how many at most.
func (c Count) shareOf(whole Count, protected bool) string {
	switch {
	case whole < Fewest || c == KeptBack:
		return "–"
	case c == 0 && protected:
		return "≤" + percent(fewAtMost, int(whole))
	}
	return percent(int(min(c, whole)), int(whole))
}

package facts

import (
	"strconv"

	"ruggensteun/domain/codes"
)

// sizeText is how many a group was, in a list of codes.
func sizeText(size codes.Count) codes.Code {
	if size.Counted {
		return codes.Code(strconv.Itoa(size.Number))
	}
	return size.Why
}

func sizeOf(text codes.Code) codes.Count {
	if n, err := strconv.Atoi(string(text)); err == nil {
		return codes.Exactly(n)
	}
	return codes.Uncounted(text)
}

// GroupSize is how many a suspect is that is a group; the zero Count where it was not
// recorded.
func (r *Incident) GroupSize(i int) codes.Count { return sizeOf(r.SuspectSizes[i]) }

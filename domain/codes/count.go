package codes

// Count is how many, as far as anybody counted. The zero Count was not recorded;
// none at all is the number zero, which is another thing (DOMAIN 6).
type Count struct {
	Counted bool
	Number  int
	Why     Code // why it was not counted: Unknown or NotApplicable; "" is not recorded
}

// Exactly is a number that somebody counted.
func Exactly(n int) Count { return Count{Counted: true, Number: n} }

// Uncounted says why there is no number.
func Uncounted(why Code) Count {
	if why == NotRecorded {
		return Count{}
	}
	return Count{Why: why}
}

// Told tells whether anything was said of it.
func (c Count) Told() bool { return c != Count{} }

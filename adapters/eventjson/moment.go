package eventjson

import "ruggensteun/domain/moment"

// walkMoment keeps the instant in UTC beside the offset of the place: a time is
// ordered by the one and shown by the other.
func walkMoment(f fields, m *moment.Moment) {
	if f.given("instant", !m.Instant.IsZero()) {
		m.Instant = f.instant("instant", m.Instant)
	}
	m.Offset = f.number("offset", m.Offset)
	wordIfAny(f, "precision", &m.Precision)
	wordIfAny(f, "finer", &m.Finer)
	flagIfSet(f, "ambiguous", &m.Ambiguous)
}

package eventlog

// Place is how far somebody read who goes stream by stream; the zero Place is the beginning.
type Place struct {
	Stream  Stream
	Version Version
}

// PlaceOf is the place of an event.
func PlaceOf(e Recorded) Place { return Place{e.Stream, e.Version} }

package access

import "time"

// KnocksPage is a part of who came in, left or was refused, the newest first.
type KnocksPage struct {
	Knocks []Knock
	Next   int64 // to go on from; zero on the last page
}

// KnocksOfDay is how often something happened on a day, of whoever: what a keeper of the machine sees of
// those who work for employers.
type KnocksOfDay struct {
	Day    time.Time // its midnight, in UTC
	What   KnockKind
	Number int64
}

package casework

// AlarmKinds are all of them, from mild to grave.
func AlarmKinds() []AlarmKind { return []AlarmKind{DueSoon, Due, NotReceived, Lapsed, TakenOver} }

// Words says in Dutch and English what the matter is.
func (k AlarmKind) Words() (nl, en string) {
	switch k {
	case DueSoon:
		return "bijna om", "due soon"
	case Due:
		return "loopt vandaag af", "due today"
	case NotReceived:
		return "niet ontvangen", "not received"
	case Lapsed:
		return "verstreken", "lapsed"
	case TakenOver:
		return "verstreken, nu voor wie het overneemt", "lapsed, now for who takes over"
	}
	return string(k), string(k)
}

// Words says in Dutch and English why.
func (e Ending) Words() (nl, en string) {
	switch e {
	case Met:
		return "gedaan", "done"
	case MetLate:
		return "te laat gedaan", "done late"
	case Changed:
		return "de termijn is anders geworden", "the term came to be another"
	case Suspended:
		return "de termijn staat stil", "the term stands still"
	case Passed:
		return "het kan niet meer", "it cannot be done any more"
	case Closed:
		return "gesloten", "closed"
	case Forgotten:
		return "welke termijn is vergeten", "which term was forgotten"
	}
	return string(e), string(e)
}

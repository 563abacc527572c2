package incident

import (
	"slices"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/person"
)

// longestAbsence is in days: ten years. Who is away for longer does not come back.
const longestAbsence = 3660

// health cleans what an incident did to somebody, never a diagnosis (UAVG 30).
func (f *form) health(at string, hit WorkerHit) person.Health {
	h := person.Health{
		Injury:    single(hit.Injury),
		Mind:      f.one(at+".mind", codes.MindInjury, hit.Mind),
		Exposures: f.codes(at+".exposures", codes.Exposure, hit.Exposures),
		Absence:   f.absence(at+".absence", hit.Absence),
	}
	f.Note(at+".injury", codes.Injury.Check(h.Injury, f.day))
	f.alone(at+".exposures", h.Exposures, "NONE")
	return h
}

func (f *form) absence(at string, a person.Absence) person.Absence {
	from, fromIs := f.date(at+".from", a.From)
	to, toIs := f.date(at+".to", a.To)
	a.Days = f.count(at+".days", a.Days, longestAbsence)
	if fromIs && !f.day.IsZero() {
		f.Check(a.From >= f.day.Format(time.DateOnly), at+".from", "lies before the incident", "check the day: only absence that came of it counts")
	}
	if fromIs && toIs {
		most := int(to.Sub(from).Hours()/24) + 1
		f.Check(most >= 1, at+".to", "lies before the first day", "check both days")
		f.Check(most < 1 || !a.Days.Counted || a.Days.Number <= most, at+".days", "is more than the days from first to last", "check the number and both days")
	}
	f.Check(a.From+a.To == "" || !a.Days.Counted || a.Days.Number > 0, at+".days", "is none, and there is a first or last day", "leave out the days, or the number")
	return a
}

func (f *form) date(field, text string) (time.Time, bool) {
	if text == "" {
		return time.Time{}, false
	}
	day, err := time.Parse(time.DateOnly, text)
	f.Check(err == nil, field, "is not a day", "write it as 2026-11-21")
	f.Check(err != nil || day.Year() >= 2000, field, "lies before the year 2000", "check the year")
	f.Check(err != nil || day.Before(f.at.AddDate(longestAbsence/366, 0, 0)), field, "lies too far ahead", "check the year")
	return day, err == nil
}

// healthAfter is what is known after something more was told: not to know takes
// nothing back, and of what is known the last one told is right (DOMAIN 7.10).
func healthAfter(have, now person.Held[person.Health]) person.Held[person.Health] {
	was, had := have.Get()
	told, is := now.Get()
	switch {
	case now.State == person.Absent:
		return have
	case had && is:
		return person.Of(better(was, told))
	case is && have.State != person.Absent && better(person.Health{Injury: codes.Unknown}, told).Equal(person.Health{Injury: codes.Unknown}):
		return have
	}
	return now
}

func better(have, now person.Health) person.Health {
	have.Injury = betterOne(single(have.Injury), single(now.Injury))
	have.Mind = betterOne(have.Mind, now.Mind)
	if len(now.Exposures) > 0 && (!now.Exposures[0].Missing() || len(have.Exposures) == 0) {
		have.Exposures = slices.Clone(now.Exposures)
	}
	if now.Absence.Told() && (now.Absence.From+now.Absence.To != "" || now.Absence.Days.Counted || !have.Absence.Told()) {
		have.Absence = now.Absence
	}
	return have
}

func betterOne(have, now codes.Code) codes.Code {
	if now == "" || now.Missing() && have != "" && have != codes.NotRecorded || now == codes.NotRecorded {
		return have
	}
	return now
}

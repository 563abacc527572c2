package figures

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/codes"
	"ruggensteun/projections/facts"
)

// suspects are what has to be known of who did it: which incidents belong together
// because the same file stands behind them. Files are of one employer each, so
// nothing here looks beyond one; and no id of them ever leaves.
type suspects struct {
	of       map[uuid.UUID]suspected   // by incident; only of those with a suspect
	linked   map[uuid.UUID][]uuid.UUID // incidents by file
	ages     map[uuid.UUID]codes.Code  // by row: of a link or a file
	history  map[uuid.UUID]map[uuid.UUID]facts.History
	cleared  map[uuid.UUID]map[uuid.UUID]facts.Clearance // by file and incident
	profiles map[uuid.UUID][]uuid.UUID                   // incidents by the row of a profile
}

// suspected is what an incident says of its suspects.
type suspected struct {
	at    *time.Time // nil: nobody knows when it happened
	links []link
}

type link struct {
	kind    codes.Code
	file    uuid.UUID // zero for who has none
	profile uuid.UUID // key of the row
}

func newSuspects() suspects {
	return suspects{
		of: map[uuid.UUID]suspected{}, linked: map[uuid.UUID][]uuid.UUID{}, ages: map[uuid.UUID]codes.Code{},
		history: map[uuid.UUID]map[uuid.UUID]facts.History{}, cleared: map[uuid.UUID]map[uuid.UUID]facts.Clearance{},
		profiles: map[uuid.UUID][]uuid.UUID{},
	}
}

// suspectedIn is nil where nobody is suspected.
func suspectedIn(v *facts.Version[facts.Incident]) *suspected {
	if len(v.Row.SuspectLinks) == 0 {
		return nil
	}
	s := &suspected{}
	if at := v.Row.OccurredAt; at != nil {
		own := *at
		s.at = &own
	}
	for i, id := range v.Row.SuspectLinks {
		file := v.Row.SuspectFiles[i]
		s.links = append(s.links, link{kind: v.Row.SuspectKinds[i], file: file, profile: facts.ProfileKey(v.Key, id, file)})
	}
	return s
}

// take notes what a version says. When that is not what the one before it said, it
// gives the files that stand behind the incident now or did before.
func (s *suspects) take(id uuid.UUID, now *suspected) (files []uuid.UUID) {
	before, was := s.of[id]
	if now == nil && !was || now != nil && was && now.same(before) {
		return nil
	}
	for _, l := range before.links {
		s.linked[l.file] = drop(s.linked[l.file], id)
		s.profiles[l.profile] = drop(s.profiles[l.profile], id)
		files = append(files, l.file)
	}
	delete(s.of, id)
	if now == nil {
		return withoutNil(files)
	}
	s.of[id] = *now
	for _, l := range now.links {
		if l.file != uuid.Nil && !slices.Contains(s.linked[l.file], id) {
			s.linked[l.file] = append(s.linked[l.file], id)
		}
		s.profiles[l.profile] = append(s.profiles[l.profile], id)
		files = append(files, l.file)
	}
	return withoutNil(files)
}

func (s *suspected) same(o suspected) bool {
	sameTime := s.at == nil && o.at == nil || s.at != nil && o.at != nil && s.at.Equal(*o.at)
	return sameTime && slices.Equal(s.links, o.links)
}

func drop(list []uuid.UUID, id uuid.UUID) []uuid.UUID {
	return slices.DeleteFunc(list, func(other uuid.UUID) bool { return other == id })
}

func withoutNil(files []uuid.UUID) []uuid.UUID { return drop(files, uuid.Nil) }

// behind are the files that stand behind an incident.
func (s *suspects) behind(id uuid.UUID) (files []uuid.UUID) {
	for _, l := range s.of[id].links {
		files = append(files, l.file)
	}
	return withoutNil(files)
}

// nth is which known incident of its suspects this one is, with the time since the
// one before: 2|MONTH. It is told by when they happened, of those that count.
func (s *suspects) nth(id uuid.UUID, counted func(uuid.UUID) bool) []codes.Code {
	return s.each(id, func(l link) []codes.Code {
		if l.file == uuid.Nil {
			return one(codes.Unknown)
		}
		if s.isCleared(l.file, id) {
			return one(codes.NotApplicable)
		}
		return one(s.rank(l.file, id, counted))
	})
}

func (s *suspects) rank(file, id uuid.UUID, counted func(uuid.UUID) bool) codes.Code {
	own := s.of[id].at
	if own == nil {
		return codes.Unknown
	}
	n, before := 1, time.Time{}
	for _, other := range s.linked[file] {
		at := s.of[other].at
		if other == id || at == nil || s.isCleared(file, other) || !counted(other) {
			continue
		}
		if cmp.Or(at.Compare(*own), bytes.Compare(other[:], id[:])) < 0 {
			n++
			if at.After(before) {
				before = *at
			}
		}
	}
	rank := nthBands.Codes[min(n, len(nthBands.Codes))-1].Code
	if n == 1 {
		return rank + facts.Between + codes.NotApplicable
	}
	return rank + facts.Between + sinceBands.Codes[bandAt(int(own.Sub(before)/wholeDayLong), sinceLimits)].Code
}

func (s *suspects) isCleared(file, id uuid.UUID) bool { return s.cleared[file][id].Leaves }

// age is the age band of each suspect: as seen on the day, else as in the file.
func (s *suspects) age(id uuid.UUID) []codes.Code {
	return s.each(id, func(l link) []codes.Code {
		if age := s.ages[l.profile]; age != "" && age != codes.NotRecorded {
			return one(age)
		}
		switch {
		case l.file != uuid.Nil && s.ages[l.file] != "":
			return one(s.ages[l.file])
		case l.kind == "UNIDENTIFIED":
			return one(codes.Unknown)
		case l.kind == "GROUP":
			return one(codes.NotApplicable)
		}
		return one(codes.NotRecorded)
	})
}

// told is what was known before of each suspect who has a file, with its source.
// While a clearance waits for its review, nothing rests on it.
func (s *suspects) told(id uuid.UUID) []codes.Code {
	return s.each(id, func(l link) (list []codes.Code) {
		if l.file == uuid.Nil {
			return one(codes.Unknown)
		}
		for _, c := range s.cleared[l.file] {
			if !c.Reviewed {
				return one(underReview)
			}
		}
		for _, h := range s.history[l.file] {
			if !h.Retracted {
				list = append(list, h.Told)
			}
		}
		if len(list) == 0 {
			return notRecorded
		}
		return list
	})
}

// underReview stands for a history of which nobody has decided yet what is left of it.
const underReview codes.Code = "UNDER_REVIEW"

// each is what is said of every suspect; nil where nobody is suspected.
func (s *suspects) each(id uuid.UUID, of func(link) []codes.Code) []codes.Code {
	var all []codes.Code
	for _, l := range s.of[id].links {
		all = append(all, of(l)...)
	}
	return all
}

package figures

import "runtime"

const (
	// leastRun is how many chunks are worth another core: a quarter of a millisecond.
	leastRun = 2
	// mostRuns leaves cores to those who register while somebody asks.
	mostRuns = 4
)

// run is a stretch of chunks that one core counts.
type run struct{ from, before int }

// runs cuts what the question looks at into stretches of about the same length:
// at least one, which may be empty.
func (p *plan) runs() []run {
	chunks := (int(p.limit) + chunkSize - 1) / chunkSize
	n := max(1, min(chunks/leastRun, mostRuns, runtime.GOMAXPROCS(0)))
	list := make([]run, n)
	for i := range list {
		list[i] = run{chunks * i / n, chunks * (i + 1) / n}
	}
	return list
}

// sum is what was counted of a run.
type sum struct {
	tally  tally
	survey survey
	pairs  pairs
}

func (p *plan) newSum() sum {
	columns := len(p.columns.values) + 1
	return sum{
		tally:  tally{columns: columns, counts: make([]uint32, (len(p.rows.values)+1)*columns)},
		survey: p.newSurvey(), pairs: p.newPairs(),
	}
}

func (s *sum) add(other *sum) {
	addUp(s.tally.counts, other.tally.counts)
	addUp(s.pairs.counts, other.pairs.counts)
	s.survey.invented += other.survey.invented
	theirs := other.survey.all()
	for i, mine := range s.survey.all() {
		addUp(mine.seen, theirs[i].seen)
	}
}

func addUp(to, from []uint32) {
	for i, n := range from {
		to[i] += n
	}
}

// all lists what was seen, in the same order for the same question.
func (s *survey) all() []*sighted {
	list := []*sighted{&s.rows, &s.columns, &s.delays}
	for i := range s.filters {
		list = append(list, &s.filters[i])
	}
	if s.base != nil {
		list = append(list, s.base)
	}
	return list
}

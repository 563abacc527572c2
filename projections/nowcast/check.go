package nowcast

import "fmt"

func (t Triangle) check() error {
	n := len(t.Periods)
	switch {
	case n > MaxPeriods:
		return fmt.Errorf("periods: %d, and at most %d are taken: leave out the oldest", n, MaxPeriods)
	case t.Horizon < 1 || t.Horizon > MaxHorizon:
		return fmt.Errorf("horizon: %d, want 1 to %d periods", t.Horizon, MaxHorizon)
	case len(t.Reported) != n:
		return fmt.Errorf("reported: %d rows, want one for each of %d periods", len(t.Reported), n)
	case t.Known != nil && len(t.Known) != n:
		return fmt.Errorf("known: %d numbers, want one for each of %d periods, or none at all", len(t.Known), n)
	case t.Cycle < 0 || !(t.Noise >= 0 && t.Noise < 1e6):
		return fmt.Errorf("cycle and noise: %d and %v, want 0 or more", t.Cycle, t.Noise)
	}
	for i, row := range t.Reported {
		if err := t.checkRow(i, row); err != nil {
			return err
		}
	}
	return nil
}

func (t Triangle) checkRow(i int, row []Cell) error {
	if want := min(t.Horizon, len(t.Periods)-1-i) + 1; len(row) != want {
		return fmt.Errorf("reported[%d]: %d delays, want %d: from 0 up to the horizon or the newest period", i, len(row), want)
	}
	sum := 0
	for d, c := range row {
		least := 0
		if t.Net {
			least = -sum // no number is less than nothing
		}
		if !c.NotBrokenDown && (c.N < least || c.N > MaxCount) {
			return fmt.Errorf("reported[%d][%d]: %d, want %d to %d", i, d, c.N, least, MaxCount)
		}
		sum += c.N
	}
	if t.Known != nil && !t.Known[i].NotBrokenDown && (t.Known[i].N < 0 || t.Known[i].N > MaxCount) {
		return fmt.Errorf("known[%d]: %d, want 0 to %d", i, t.Known[i].N, MaxCount)
	}
	return nil
}

// What has to be there to learn from.
const (
	learnFrom     = 8  // complete periods, besides twice the horizon
	leastComplete = 30 // incidents in periods that are complete
)

// refusal says why nothing can be said of any period; nil where something can.
func (h *history) refusal() *Text {
	want := 2*h.t.Horizon + learnFrom
	usable, complete, sum := 0, 0, 0.0
	for i, is := range h.usable {
		if !is {
			continue
		}
		usable++
		if h.periods-1-i >= h.t.Horizon {
			complete, sum = complete+1, sum+h.upTo[i][h.t.Horizon]
		}
	}
	switch {
	case h.periods < want:
		return tooShort(h.periods, want)
	case usable < want:
		return withheld(usable, h.periods, want)
	case sum < leastComplete:
		return tooFew(complete, int(sum))
	}
	return nil
}

func tooShort(have, want int) *Text {
	return &Text{
		NL: fmt.Sprintf("Geen schatting: er zijn %d perioden en nodig zijn er %d. Neem een langer tijdvak, kortere perioden of wacht minder lang op late meldingen.", have, want),
		EN: fmt.Sprintf("No estimate: there are %d periods, and %d are needed. Take a longer stretch of time, shorter periods, or wait less long for late reports.", have, want),
	}
}

func withheld(usable, of, want int) *Text {
	return &Text{
		NL: fmt.Sprintf("Geen schatting: van %d van de %d perioden is uitgesplitst hoe laat is gemeld, en nodig zijn er %d. Neem langere perioden of minder filters.", usable, of, want),
		EN: fmt.Sprintf("No estimate: how late was reported is broken down for %d of %d periods, and %d are needed. Take longer periods or fewer filters.", usable, of, want),
	}
}

func tooFew(complete, sum int) *Text {
	return &Text{
		NL: fmt.Sprintf("Geen schatting: in de %d perioden die compleet zijn is van %d incidenten bekend hoe laat ze zijn gemeld, en nodig zijn er %d. Neem langere perioden of minder filters.", complete, sum, leastComplete),
		EN: fmt.Sprintf("No estimate: in the %d periods that are complete it is known of %d incidents how late they were reported, and %d are needed. Take longer periods or fewer filters.", complete, sum, leastComplete),
	}
}

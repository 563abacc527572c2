package figures

import (
	"slices"
	"strings"
	"time"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/gemeente"
	"ruggensteun/projections/facts"
)

// where is one column for four dimensions: the gemeente, and which province,
// region and police unit it lay in on the day. These follow from gemeente and day,
// so they cost no more than the gemeente alone.
const where Dimension = "where"

const wherePart = "|" // stands in no code

// whereOf joins gemeente, province, region and unit. What is missing of the
// gemeente is missing of the others; where a gemeente lay that the table does not
// know is not known.
func whereOf(r *facts.Incident) []codes.Code {
	known := stretches[r.Gemeente]
	if len(known) == 1 {
		return known[0].where
	}
	for _, l := range slices.Backward(known) {
		if l.On(localDay(r)) {
			return l.where
		}
	}
	if len(known) > 1 {
		return known[len(known)-1].where
	}
	switch code := r.Gemeente; {
	case code == "":
		return joined(codes.NotRecorded, codes.NotRecorded, codes.NotRecorded, codes.NotRecorded)
	case code.Missing():
		return joined(code, code, code, code)
	default:
		return joined(code, codes.Unknown, codes.Unknown, codes.Unknown)
	}
}

func joined(gemeente, province, region, unit codes.Code) []codes.Code {
	return []codes.Code{gemeente + wherePart + province + wherePart + region + wherePart + unit}
}

// part takes one of the joined apart again. What stands alone is each of them.
func part(i int) func(codes.Code) codes.Code {
	return func(joined codes.Code) codes.Code {
		parts := strings.Split(string(joined), wherePart)
		if len(parts) == 1 {
			return joined
		}
		return codes.Code(parts[i])
	}
}

// localDay is zero when nobody knows the day.
func localDay(r *facts.Incident) time.Time {
	if r.OccurredAt == nil {
		return time.Time{}
	}
	return r.OccurredAt.UTC().Add(time.Duration(r.Offset) * time.Minute)
}

// stretch is a gemeente for as long as it lay in one region, joined already:
// loading a million incidents asks for it as often.
type stretch struct {
	gemeente.Gemeente
	where []codes.Code
}

var stretches = func() map[codes.Code][]stretch {
	all := map[codes.Code][]stretch{}
	for _, g := range gemeente.All(time.Time{}) {
		all[g.Code] = append(all[g.Code], stretch{g, joined(g.Code, g.Province, g.Region, g.Unit())})
	}
	return all
}()

func gemeenteName(code codes.Code) (Text, bool) {
	g, found := gemeente.Find(code, time.Time{})
	return Text{NL: g.Name, EN: g.Name}, found
}

// divided are the dimensions whose division nobody has checked in every part.
var divided = []Dimension{Gemeente, Province, Region, PoliceUnit, Urbanity}

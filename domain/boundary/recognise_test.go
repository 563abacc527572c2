package boundary_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"ruggensteun/domain/boundary"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

func layer(name string, year int, all ...codes.Code) boundary.Layer {
	l := boundary.Layer{Name: name, Year: year}
	for i, c := range all {
		l.Areas = append(l.Areas, square(c, float64(i)))
	}
	return l
}

func TestTheLevelFollowsFromTheCodes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		layers []boundary.Layer
		told   boundary.Told
		want   []string
		left   []string
		wrong  []string
	}{
		"each layer its own":               {layers: []boundary.Layer{layer("gm", 2023, "GM0599", "GM0363"), layer("vr", 2023, "VR17"), layer("pv", 2023, "PV27"), layer("pe", 2023, "AMS", "LIB")}, want: []string{"gemeente 2023-01-01", "region 2023-01-01", "province 2023-01-01", "police-unit 2023-01-01"}},
		"a layer of others is left out":    {layers: []boundary.Layer{layer("gm", 2023, "GM0599"), layer("buurten", 2023, "BU0001")}, want: []string{"gemeente 2023-01-01"}, left: []string{"buurten"}},
		"one level of several":             {layers: []boundary.Layer{layer("gm", 2023, "GM0599"), layer("vr", 2023, "VR17")}, told: boundary.Told{Level: "region"}, want: []string{"region 2023-01-01"}, left: []string{"gm"}},
		"the year that is told goes first": {layers: []boundary.Layer{layer("gm", 2023, "GM0599")}, told: boundary.Told{Year: 2024}, want: []string{"gemeente 2024-01-01"}},
		"no year":                          {layers: []boundary.Layer{layer("gm", -1, "GM0599")}, wrong: []string{"year"}},
		"no codes of ours":                 {layers: []boundary.Layer{layer("x", 2023, "BU0001")}, wrong: []string{"level"}},
		"a level that there is not":        {layers: []boundary.Layer{layer("x", 2023, "GM0599")}, told: boundary.Told{Level: "wijk", Year: 3}, wrong: []string{"level", "year"}},
		"a level that is told":             {layers: []boundary.Layer{layer("x", 2023, "R1", "R2")}, told: boundary.Told{Level: "police-unit"}, want: []string{"police-unit 2023-01-01"}},
	} {
		sets, left, err := boundary.Recognise(c.layers, c.told)
		var got, wrong []string
		for _, s := range sets {
			got = append(got, fmt.Sprint(s.Level, " ", s.Since))
		}
		if f := (*fault.Fault)(nil); errors.As(err, &f) {
			got = nil
			for _, field := range f.Fields {
				wrong = append(wrong, field.Name)
			}
		}
		if !slices.Equal(got, c.want) || !slices.Equal(wrong, c.wrong) || err == nil && !slices.Equal(left, c.left) {
			t.Errorf("%s: %v, left %v, wrong %v", name, got, left, wrong)
		}
	}
}

func TestTheNameOfAFileSaysTheYear(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]int{"nl-vr-gm-2023.topo.json": 2023, "gemeente_gegeneraliseerd_2026.geojson": 2026, "2023/2023.json": 2023, "2022-2023.json": 0, "gm.json": 0, "20230101.json": 0} {
		if got := boundary.YearIn(name); got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}

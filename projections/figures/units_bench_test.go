package figures_test

import (
	"testing"

	"ruggensteun/projections/figures"
)

// BenchmarkUnits is of a hundred thousand incidents with a case each.
func BenchmarkUnits(b *testing.B) {
	w := loadCases()
	for _, unit := range otherUnits {
		b.Run(string(unit), func(b *testing.B) {
			for b.Loop() {
				if _, err := w.engine.Ask(figures.Question{Unit: unit, Rows: figures.Profession, Columns: figures.Place}, everybody); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

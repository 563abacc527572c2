package postgres

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/eventlog"
	"ruggensteun/projections"
)

// fullRow is about what a read model keeps of an incident.
type fullRow struct {
	Place, Profession string
	Behaviours        []string
	At                time.Time
	Minutes           int64
	Hurt              *bool
}

// TestTheBudgetIsKept is not parallel: it measures the heap.
func TestTheBudgetIsKept(t *testing.T) {
	table := projections.TableOf(projections.Spec[fullRow]{
		Name: "full",
		Touches: func(e projections.Event) projections.Touched {
			return projections.Touched{Keys: []uuid.UUID{e.Stream.ID}}
		},
		Fold: func(_ fullRow, _ bool, h projections.Head, e projections.Event) (fullRow, projections.Head, bool) {
			hurt := true
			h.Parent = uuid.UUID{byte(e.Position), byte(e.Position >> 8), byte(e.Position >> 16), 1}
			return fullRow{
				Place:      fmt.Sprintf("PUBLIC_ROAD_%d", e.Position),
				Profession: fmt.Sprintf("POLICE_%d", e.Position),
				Behaviours: []string{fmt.Sprintf("SPITTING_%d", e.Position), fmt.Sprintf("PUSHING_%d", e.Position)},
				At:         e.RecordedAt,
				Hurt:       &hurt,
			}, h, true
		},
	})
	before := heap()
	set := newRowSet(table)
	for at := range 50_000 {
		e := projections.Event{Position: eventlog.Position(at + 1)}
		e.Stream.ID = uuid.Must(uuid.NewV7())
		err := set.fold(e, func(v *version) error {
			row := v.row.(*fullRow)
			v.size = 56 + 4*6 + len(row.Place) + len(row.Profession) + 28 + len(row.Behaviours[0]) + len(row.Behaviours[1]) + 17
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	used, estimate := heap()-before, memory([]*rowSet{set})
	runtime.KeepAlive(set)
	t.Logf("used %d bytes a row, estimated %d", used/50_000, estimate/50_000)
	if estimate < used || estimate > 3*used {
		t.Errorf("the rows take %d bytes, estimated were %d", used, estimate)
	}
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

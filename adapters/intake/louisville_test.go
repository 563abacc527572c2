package intake_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"testing"
	_ "time/tzdata" // tests run on machines without a zone database

	"github.com/google/go-cmp/cmp"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/codes"
)

// shared opens a file of the reference data, which lies beside the project and
// is never copied into it.
func shared(t *testing.T, name string) *os.File {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; folder != filepath.Dir(folder); folder = filepath.Dir(folder) {
		file, err := os.Open(filepath.Join(folder, "shared", "data", name))
		if err == nil {
			t.Cleanup(func() { _ = file.Close() })
			return file
		}
	}
	t.Skipf("no shared/data/%s in any folder above: the real file is not checked", name)
	return nil
}

func readShipped(t *testing.T, file *os.File) *intake.Batch {
	t.Helper()
	text, err := intake.ShippedMapping("louisville")
	if err != nil {
		t.Fatal(err)
	}
	mapping, err := intake.ParseMapping(text)
	if err != nil {
		t.Fatal(err)
	}
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	batch, err := intake.Read(t.Context(), file, info.Size(), mapping, intake.Options{Temporary: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = batch.Close() })
	return batch
}

// TestLouisville holds what is read to the counts of shared/data/SOURCES.md,
// which somebody else counted.
func TestLouisville(t *testing.T) {
	t.Parallel()
	batch := readShipped(t, shared(t, "louisville/assaulted-officers-2010-2018.csv"))
	report := batch.Report()
	if report.Rows != 8091 || report.Incidents != 4186 || report.Groups != 4186 || report.RejectedRows != 0 || report.Workers != 0 {
		t.Errorf("%d rows, %d incidents of %d, %d rows rejected, %d workers", report.Rows, report.Incidents, report.Groups, report.RejectedRows, report.Workers)
	}
	differ := make(map[string]int)
	for _, c := range report.Columns {
		differ[c.Name] = c.Differ
	}
	if diff := cmp.Diff(map[string]int{"INCIDENT_NUMBER": 0, "DATE_OCCURED": 0, "DATE_REPORTED": 0, "LMPD_DIVISION": 0, "BLOCK_ADDRESS": 0,
		"PREMISE_TYPE": 114, "TYPE_OF_ACTIVITY": 23, "NIBRS_CODE": 498, "UOR_DESC": 812}, differ); diff != "" {
		t.Errorf("incidents whose rows differ (-want +got):\n%s", diff)
	}
	// Premises that differ often mean the same type, and an empty one contradicts
	// none: 76 disagree on the type of place, 22 on the occasion.
	want := map[intake.Kind]int{intake.DoubledHour: 1, intake.ReportedBefore: 10, intake.Disagree: 98}
	got := maps.Clone(report.Counts)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestLouisvilleRecords(t *testing.T) {
	t.Parallel()
	batch := readShipped(t, shared(t, "louisville/assaulted-officers-2010-2018.csv"))
	sizes, longest, last := make(map[int]int), 0, 0
	for record, err := range batch.Records(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if record.Rows[0] <= last {
			t.Fatalf("an incident at row %d comes after one at row %d", record.Rows[0], last)
		}
		last = record.Rows[0]
		longest = max(longest, len(record.Rows))
		sizes[len(record.Rows)]++
		if record.Key == "80-13-084663" && (!record.Answers[intake.Occurred].Time.Ambiguous || record.Answers[intake.Occurred].Time.Offset != -4*60) {
			t.Errorf("the doubled hour was read as %+v", record.Answers[intake.Occurred])
		}
		if record.Answers[intake.PlaceGemeente].Code() != codes.NotApplicable || record.Answers[intake.Professions].Code() != "POL" {
			t.Fatalf("the constants of row %d are missing", last)
		}
	}
	for rows, want := range map[int]int{1: 2883, 2: 534, 3: 105, 4: 426, 6: 75, 8: 58, 9: 37, 12: 28} {
		if sizes[rows] != want {
			t.Errorf("%d incidents have %d rows, want %d", sizes[rows], rows, want)
		}
	}
	if longest != 32 {
		t.Errorf("the longest has %d rows, want 32", longest)
	}
}

func TestLouisvilleStopsWhenAsked(t *testing.T) {
	t.Parallel()
	file := shared(t, "louisville/assaulted-officers-2010-2018.csv")
	batch := readShipped(t, file)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	n := 0
	var failed error
	for _, err := range batch.Records(ctx) {
		if n++; n == 10 {
			stop()
		}
		failed = err
	}
	if failed == nil || n != 11 {
		t.Errorf("%d records after the stop, %v", n-10, failed)
	}
}

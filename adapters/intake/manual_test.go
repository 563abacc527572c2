package intake

import (
	"bytes"
	"encoding/csv"
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // tests run on machines without a zone database

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what is read from the examples of MAPPING.md into it, to be read over by a person")

var block = regexp.MustCompile("(?s)```(yaml|csv|xlsx|result)\n(.*?)```\n")

// TestTheManual reads every example of MAPPING.md and compares with what it says.
func TestTheManual(t *testing.T) {
	t.Parallel()
	written := MappingHelp
	blocks := block.FindAllStringSubmatch(written, -1)
	if len(blocks) < 3*15 || len(blocks)%3 != 0 {
		t.Fatalf("%d blocks: an example is a mapping, a file and a result", len(blocks))
	}
	for i := 0; i < len(blocks); i += 3 {
		mapping, file, result := blocks[i], blocks[i+1], blocks[i+2]
		if mapping[1] != "yaml" || result[1] != "result" {
			t.Fatalf("an example has %s, %s, %s", mapping[1], file[1], result[1])
		}
		content := []byte(file[2])
		if file[1] == "xlsx" {
			content = sheetOf(t, file[2])
		}
		got := told(t, mapping[2], content)
		if *update {
			written = strings.Replace(written, mapping[0]+"\n"+file[0]+"\n"+result[0], mapping[0]+"\n"+file[0]+"\n```result\n"+got+"```\n", 1)
		} else if diff := cmp.Diff(result[2], got); diff != "" {
			t.Errorf("the example\n%s\n%s(-manual +read):\n%s", mapping[2], file[2], diff)
		}
	}
	codesPart := regexp.MustCompile("(?s)## The codes\n.*?\n## ")
	if *update {
		written = codesPart.ReplaceAllLiteralString(written, codesOfFields()+"## ")
	} else if diff := cmp.Diff(codesOfFields()+"## ", codesPart.FindString(written)); diff != "" {
		t.Errorf("the lists of codes (-want +manual):\n%s", diff)
	}
	if *update {
		if err := os.WriteFile("MAPPING.md", []byte(written), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheManualListsEveryFieldAndKind(t *testing.T) {
	t.Parallel()
	for _, f := range allTargets() {
		if !strings.Contains(MappingHelp, f.row()) {
			t.Errorf("MAPPING.md lacks the line\n%s", f.row())
		}
	}
	for kind, words := range meaning {
		if line := fmt.Sprintf("| `%s` | %s |", kind, words); !strings.Contains(MappingHelp, line) {
			t.Errorf("MAPPING.md lacks the line\n%s", line)
		}
	}
}

// allTargets are all fields, each followed by what can stand beside it.
func allTargets() []target {
	var list []target
	for _, t := range slices.Concat(ofIncident, ofWorker, ofSuspect) {
		list = append(append(list, t), t.beside...)
	}
	return list
}

func (f target) row() string {
	answers := map[shape]string{code: "code", clock: "time", line: "words", prose: "words", number: "count"}[f.shape]
	if f.several {
		answers = "several: " + answers
	}
	if f.personal {
		answers += ", never shown"
	}
	if f.isBeside() {
		owner, _, _ := strings.Cut(string(f.field), ".")
		return fmt.Sprintf("| `%s`, under `%s` | %s | code |", f.key(), owner, f.explain)
	}
	return fmt.Sprintf("| `%s` | %s | %s |", f.field, f.explain, answers)
}

// told is how the manual writes what is read.
func told(t *testing.T, mapping string, content []byte) string {
	t.Helper()
	m, err := ParseMapping([]byte(mapping))
	if err != nil {
		return fmt.Sprintf("error: %v\n", err)
	}
	folder := t.TempDir()
	b, err := Read(t.Context(), bytes.NewReader(content), int64(len(content)), m, Options{Temporary: folder})
	if err != nil {
		return fmt.Sprintf("error: %v\n", err)
	}
	defer b.Close()
	var out strings.Builder
	for r, err := range b.Records(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s, rows %s: %s\n", r.Key, numbers(r.Rows), answersOf(r.Answers))
		for _, w := range r.Workers {
			fmt.Fprintf(&out, "  worker, rows %s: %s\n", numbers(w.Rows), answersOf(w.Answers))
		}
		for _, s := range r.Suspects {
			fmt.Fprintf(&out, "  suspect, rows %s: %s\n", numbers(s.Rows), answersOf(s.Answers))
		}
	}
	for _, f := range b.Report().Findings {
		fmt.Fprintf(&out, "! row %d %s: %s\n", f.Row, f.Kind, f.words())
	}
	for _, line := range reasons(t, b) {
		fmt.Fprintf(&out, "x %s\n", line)
	}
	return out.String()
}

func reasons(t *testing.T, b *Batch) []string {
	t.Helper()
	var list []string
	err := b.rejects.sorted(func(e entry) error {
		list = append(list, fmt.Sprintf("row %d: %s", e.row, e.data))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func numbers(rows []int) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(rows), " ", ", "), "[]")
}

func answersOf(all Answers) string {
	var list []string
	for _, field := range slices.Sorted(maps.Keys(all)) {
		list = append(list, string(field)+" "+all[field].word())
	}
	return strings.Join(list, "; ")
}

func (a Answer) word() string {
	text, isText := a.Text.Get()
	n, isNumber := a.Number.Get()
	switch {
	case !a.Known():
		return string(a.Missing)
	case len(a.Codes) > 0:
		return strings.Trim(fmt.Sprint(a.Codes), "[]")
	case isText:
		return fmt.Sprintf("%q", text)
	case isNumber:
		return fmt.Sprint(n)
	case a.Time.Ambiguous:
		return written(a.Time) + " (twice)"
	}
	return written(a.Time)
}

var dates = regexp.MustCompile(`^\d{4}-\d\d-\d\d( \d\d:\d\d)?$`)

// sheetOf makes a workbook of a table: dates are dates, ^ is joined with above.
func sheetOf(t *testing.T, table string) []byte {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	w, err := newXLSXWriter(&file, "Incidenten", false, 0)
	if err != nil {
		t.Fatal(err)
	}
	var merged strings.Builder
	for i, line := range lines {
		var r row
		for j, text := range line {
			if text == "^" {
				text = ""
			} else if i+1 < len(lines) && lines[i+1][j] == "^" {
				fmt.Fprintf(&merged, `<mergeCell ref="%s%d:%s%d"/>`, letters(j), i+1, letters(j), i+2)
			}
			r.cells = append(r.cells, dateCell(t, text))
		}
		if err := w.write(r, ""); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Fprintf(w.out, `</sheetData><mergeCells>%s</mergeCells></worksheet>`, merged.String())
	if err := w.out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := w.archive.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func dateCell(t *testing.T, text string) cell {
	t.Helper()
	if !dates.MatchString(text) {
		return cell{text: text}
	}
	kind, layout := day, time.DateOnly
	if strings.Contains(text, " ") {
		kind, layout = dayAndTime, "2006-01-02 15:04"
	}
	at, err := time.Parse(layout, text)
	if err != nil {
		t.Fatal(err)
	}
	days := at.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24
	return cell{text: text, kind: kind, number: fmt.Sprintf("%.10f", days)}
}

// codesOfFields is the manual's part on codes: every list that a field takes.
func codesOfFields() string {
	var out strings.Builder
	out.WriteString("## The codes\n\nThe words behind a code are the labels that a file may use instead.\n")
	told := make(map[string]bool)
	for _, t := range allTargets() {
		if t.list.Name == "" || told[t.list.Name] {
			continue
		}
		told[t.list.Name] = true
		fmt.Fprintf(&out, "\n**%s**, for `%s`:\n\n| code | Nederlands | English |\n|---|---|---|\n", t.list.EN, fieldsWith(t.list.Name))
		for _, e := range t.list.Codes {
			fmt.Fprintf(&out, "| `%s` | %s | %s |\n", e.Code, e.NL, e.EN)
		}
	}
	out.WriteString("\n")
	return out.String()
}

func fieldsWith(list string) string {
	var fields []string
	for _, t := range allTargets() {
		if t.list.Name == list {
			fields = append(fields, string(t.field))
		}
	}
	return strings.Join(fields, "`, `")
}

package intake

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTheManualOfNotices reads its example and compares with what it says.
func TestTheManualOfNotices(t *testing.T) {
	t.Parallel()
	blocks := block.FindAllStringSubmatch(NoticeHelp, -1)
	if len(blocks) != 3 {
		t.Fatalf("%d blocks: an example is a mapping, a file and a result", len(blocks))
	}
	got := told(t, blocks[0][2], []byte(blocks[1][2]))
	fields := fieldsOfNotices()
	if *update {
		text := strings.Replace(NoticeHelp, blocks[2][2], got, 1)
		from, until := strings.Index(text, "| field |"), strings.Index(text, "\n## Which case")
		if err := os.WriteFile("NOTICES.md", []byte(text[:from]+fields+text[until:]), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(blocks[2][2], got); diff != "" {
		t.Errorf("(-manual +read):\n%s", diff)
	}
	if !strings.Contains(NoticeHelp, fields) {
		t.Errorf("NOTICES.md lacks the table\n%s", fields)
	}
}

func fieldsOfNotices() string {
	var b strings.Builder
	b.WriteString("| field | what it is | answers |\n|---|---|---|\n")
	for _, f := range ofNotice {
		for _, one := range slices.Concat([]target{f}, f.beside) {
			b.WriteString(one.row() + "\n")
		}
	}
	return b.String()
}

const smallNotices = `
employer: {code: GEM-ROTTERDAM, zone: Europe/Amsterdam}
key: K
notice:
  step: S
  percent: P
  sanctions: {column: X, split: "|", size: {column: N, split: "|"}}
`

func TestANoticeIsReadWholeOrRejected(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ rows, want string }{
		"all that it says is known":           {"1;VERDICT;200;FINE|PRISON_U;450,60|60\n", `1, rows 2: percent 200; sanctions FINE PRISON_U; sanctions.size 450,60 60; step VERDICT`},
		"a value that nobody knows":           {"1;OORDEEL;;;\n", "x row 2: S holds a value that the mapping does not know: add it under values, or mend the cell"},
		"a count that is none":                {"1;VERDICT;veel;;\n", "x row 2: P holds a value that the mapping does not know: add it under values, or mend the cell"},
		"a size that is none":                 {"1;VERDICT;;FINE;veel\n", "x row 2: N holds a value that the mapping does not know: add it under values, or mend the cell"},
		"sizes that do not fit the kinds":     {"1;VERDICT;;FINE|PRISON_U;1|2|3\n", "x row 2: N holds a value that the mapping does not know: add it under values, or mend the cell"},
		"the same row twice is one":           {"1;VERDICT;;;\n1;VERDICT;;;\n", `1, rows 2, 3: percent NOT_RECORDED; sanctions NOT_RECORDED; sanctions.size NOT_RECORDED; step VERDICT`},
		"a key with two steps is none":        {"1;VERDICT;;;\n1;SEPOT;;;\n", "x row 2: its notice is rejected for row 3: rows of one notice do not say the same, give each notice a key of its own, or keep one of the rows"},
		"a key with two sizes of one, too":    {"1;VERDICT;;FINE;1\n1;VERDICT;;FINE;2\n", "x row 3: rows of one notice do not say the same, give each notice a key of its own, or keep one of the rows"},
		"a row without a key belongs nowhere": {";VERDICT;;;\n", "x row 2: nothing readable says which notice it is, column K: fill it in"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := told(t, smallNotices, []byte("K;S;P;X;N\n"+c.rows))
			if !slices.Contains(strings.Split(got, "\n"), c.want) {
				t.Errorf("got\n%swant the line\n%s", got, c.want)
			}
			if strings.Contains(got, "OORDEEL") || strings.Contains(got, "veel") {
				t.Errorf("a value of a notice is shown:\n%s", got)
			}
		})
	}
}

func TestAMappingIsOfIncidentsOrOfNotices(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"employer: {code: A}\nkey: K\nnotice: {step: S}\nfields: {occurred: D}\n": "has both notice and fields",
		"employer: {code: A}\nnotice: {step: S}\n":                                "lacks key",
		"employer: {code: A}\nkey: K\nnotice: {occurred: D}\n":                    "is not a field",
		"employer: {code: A}\nkey: K\nnotice: {amounts: PAID}\n":                  "lacks euros",
	} {
		if _, err := ParseMapping([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	m, err := ParseMapping([]byte(smallNotices))
	if err != nil || !m.Notices() {
		t.Errorf("%v", err)
	}
}

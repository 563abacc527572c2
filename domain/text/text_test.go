package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"ruggensteun/domain/text"
)

func TestLineAndProse(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		given       string
		line, prose string // "!" is refused
	}{
		"nothing":                             {"", "", ""},
		"blanks alone are nothing":            {" \t\r\n ", "", ""},
		"blanks around it are dropped":        {"  J. de Vries \n", "J. de Vries", "J. de Vries"},
		"letters of every script":             {"Şükrü Öztürk 李 🙂", "Şükrü Öztürk 李 🙂", "Şükrü Öztürk 李 🙂"},
		"a family of one character":           {"👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"},
		"lines":                               {"een\ntwee\tdrie", "!", "een\ntwee\tdrie"},
		"lines from Windows":                  {"een\r\ntwee", "!", "een\ntwee"},
		"a bare carriage return hides a line": {"een\rtwee", "!", "!"},
		"a line separator":                    {"een\u2028twee", "!", "een\u2028twee"},
		"an escape for the terminal":          {"\x1b[2Jweg", "!", "!"},
		"a zero byte, which PostgreSQL hates": {"a\x00b", "!", "!"},
		"delete":                              {"a\x7fb", "!", "!"},
		"a control of the second kind":        {"a\u0085b", "!", "!"},
		"a text that reads backwards":         {"a\u202eb", "!", "!"},
		"an isolate that never ends":          {"a\u2066b", "!", "!"},
		"a byte order mark inside":            {"a\ufeffb", "!", "!"},
		"half a character":                    {"a\xc3", "!", "!"},
		"half a surrogate":                    {"a\xed\xa0\x80", "!", "!"},
		"exactly as long as it may be":        {strings.Repeat("𝒜", 30), strings.Repeat("𝒜", 30), strings.Repeat("𝒜", 30)},
		"one longer":                          {strings.Repeat("a", 31), "!", "!"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, "line", test.line, func() (string, error) { return text.Line(test.given, 30) })
			check(t, "prose", test.prose, func() (string, error) { return text.Prose(test.given, 30) })
		})
	}
}

func check(t *testing.T, kind, want string, clean func() (string, error)) {
	t.Helper()
	got, err := clean()
	if err != nil {
		got += "!"
	}
	if got != want {
		t.Errorf("%s: %q, %v, want %q", kind, got, err, want)
	}
}

func FuzzProse(f *testing.F) {
	f.Add("een\r\ntwee \x1b")
	f.Fuzz(func(t *testing.T, given string) {
		clean, err := text.Prose(given, 100)
		if err != nil {
			return
		}
		if again, err := text.Prose(clean, 100); err != nil || again != clean {
			t.Errorf("%q: cleaning twice gives %q, %v", given, again, err)
		}
		if !utf8.ValidString(clean) || strings.ContainsAny(clean, "\x00\x1b\r\u202e") {
			t.Errorf("%q: kept %q", given, clean)
		}
	})
}

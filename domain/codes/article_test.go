package codes

import (
	"testing"
	"time"
)

func TestArticlesFollowTheDay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		of   Code
		day  string
		want []string
	}{
		"doxing was no offence before 2024":      {"DOXING", "2023-12-31", nil},
		"and is one since":                       {"DOXING", "2024-01-01", []string{"art. 285d Sr"}},
		"a sexual offence had another number":    {"SEXUAL", "2024-06-30", []string{"art. 246 Sr"}},
		"which changed on a day":                 {"SEXUAL", "2024-07-01", []string{"art. 240 e.v. Sr"}},
		"without a day all there were are given": {"SEXUAL", "", []string{"art. 246 Sr", "art. 240 e.v. Sr"}},
		"what has none gives none":               {"HEARING", "2026-01-01", nil},
	} {
		var got []string
		for _, a := range Articles(c.of, c.day) {
			got = append(got, a.Text)
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
	}
}

func TestEveryArticleIsOfACodeAndSaysHowFarToTrustIt(t *testing.T) {
	t.Parallel()
	for _, a := range articles {
		_, step := CaseStep.Find(a.Of)
		_, offence := Qualification.Find(a.Of)
		nl, en := a.Source.Text()
		if !step && !offence || a.Text == "" || nl == "" || en == "" || (a.NoteNL == "") != (a.NoteEN == "") {
			t.Errorf("%+v is not whole", a)
		}
		for _, day := range []string{a.From, a.To} {
			if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
				t.Errorf("%s: %v", a.Text, err)
			}
		}
	}
	if a := Articles("ART12", "2026-11-26"); len(a) != 1 || a[0].NoteEN == "" {
		t.Error("that art. 12 Sv gets another number is not said")
	}
}

package retention_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"ruggensteun/domain/retention"
)

// TestEveryArticleIsFoundInASourceOrMarked: a period names articles of law, and of each the list says where it was read,
// or that nobody did. What nobody names stands in the list no more.
func TestEveryArticleIsFoundInASourceOrMarked(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("articles.json")
	if err != nil {
		t.Fatal(err)
	}
	var listed []retention.Article
	if err := json.Unmarshal(text, &listed); err != nil {
		t.Fatal(err)
	}
	met := map[string]bool{}
	for _, r := range retention.Shipped() {
		of := r.Basis.Articles()
		if len(of) == 0 {
			t.Errorf("%+v names no article", r.Of)
		}
		for _, a := range of {
			met[a.Article] = true
			if !slices.Contains(listed, a) {
				t.Errorf("%+v names %s: say in articles.json where it was read, or that nobody did", r.Of, a.Article)
			}
			if marked := slices.Contains(r.Basis.Unchecked(), a.Article); marked != (a.Source == "") {
				t.Errorf("%s has the source %q and is marked: %t", a.Article, a.Source, marked)
			}
		}
	}
	for _, a := range listed {
		if !met[a.Article] {
			t.Errorf("no period rests on %s: take it out of articles.json", a.Article)
		}
	}
}

func TestAnArticleThatNobodyListedIsUnchecked(t *testing.T) {
	t.Parallel()
	b := retention.Basis{Text: retention.Text{NL: "UAVG 33; AVG 99 lid 2, en AVG 10 en AVG 99 lid 2"}}
	if got := b.Unchecked(); !slices.Equal(got, []string{"AVG 99 lid 2"}) {
		t.Errorf("unchecked are %v", got)
	}
}

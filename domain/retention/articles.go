package retention

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
)

// Article is one of law that a period rests on.
type Article struct {
	Article string `json:"article"` // as bases name it in Dutch
	// Source is where somebody read that it says so; "" while nobody did: a lawyer has to.
	Source string `json:"source"`
}

//go:embed articles.json
var articlesText []byte

var articles = func() (list []Article) {
	if err := json.Unmarshal(articlesText, &list); err != nil {
		panic(fmt.Sprintf("articles.json: %v", err)) // built into the program, as the periods are
	}
	return list
}()

var named = regexp.MustCompile(`\b(?:UAVG|AVG|Wpg|BW) \d+(?::\d+)?(?: lid \d+(?: [a-z]\b)?)?`)

// Articles are those that a basis names, in its order.
func (b Basis) Articles() (list []Article) {
	for _, name := range named.FindAllString(b.NL, -1) {
		a := Article{Article: name} // one that nobody listed is one that nobody read
		if i := slices.IndexFunc(articles, func(known Article) bool { return known.Article == name }); i >= 0 {
			a = articles[i]
		}
		if !slices.Contains(list, a) {
			list = append(list, a)
		}
	}
	return list
}

// Unchecked are those of them that nobody found in a source yet.
func (b Basis) Unchecked() (names []string) {
	for _, a := range b.Articles() {
		if a.Source == "" {
			names = append(names, a.Article)
		}
	}
	return names
}

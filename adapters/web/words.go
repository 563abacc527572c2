package web

import (
	"embed"
	"encoding/json"
	"fmt"
)

//go:embed words/*.json
var wordFiles embed.FS

// catalogue are all texts of the pages, by language and key. Texts of the trade (codes,
// definitions) come with the answers.
var catalogue = func() map[language]map[string]string {
	all := map[language]map[string]string{}
	for _, l := range languages {
		text, err := wordFiles.ReadFile("words/" + string(l) + ".json")
		words := map[string]string{}
		if err == nil {
			err = json.Unmarshal(text, &words)
		}
		if err != nil {
			panic(err) // of this program's own files, which tests read
		}
		all[l] = words
	}
	return all
}()

// word is a text with what belongs in it. A test holds that no key is missing.
func (v *visit) word(key string, of ...any) string {
	text, is := catalogue[v.Language][key]
	switch {
	case !is:
		return key
	case len(of) > 0:
		return fmt.Sprintf(text, of...)
	}
	return text
}

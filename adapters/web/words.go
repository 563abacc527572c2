package web

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
)

//go:embed words/*.json
var wordFiles embed.FS

// catalogue are all texts of the pages, by language and key: words/nl.json with what pages share, and
// words/nl-NOUN.json beside it. Texts of the trade (codes, definitions) come with the answers.
var catalogue = func() map[language]map[string]string {
	all := map[language]map[string]string{}
	for _, l := range languages {
		words := map[string]string{}
		names, err := fs.Glob(wordFiles, "words/"+string(l)+"*.json")
		for _, name := range names {
			var text []byte
			if text, err = wordFiles.ReadFile(name); err == nil {
				err = json.Unmarshal(text, &words)
			}
			if err != nil {
				break
			}
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

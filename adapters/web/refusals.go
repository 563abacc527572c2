package web

import (
	"cmp"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// refusals are what the product refuses and why, and what became of rows of a file, in Dutch, by the English text with {} for
// what differs each time. A page says what the API says in its own language; whoever writes
// programs reads the one language of the API. A test collects every refusal of the sources.
var refusals = func() *phrasebook {
	text, err := wordFiles.ReadFile("words/refusals.json")
	if err != nil {
		panic(err)
	}
	var kinds struct{ Messages, Problems, Remedies, Meanings map[string]string }
	if err := json.Unmarshal(text, &kinds); err != nil {
		panic(err) // of this program's own files, which tests read
	}
	all := map[string]string{}
	for _, of := range []map[string]string{kinds.Messages, kinds.Problems, kinds.Remedies, kinds.Meanings} {
		maps.Copy(all, of)
	}
	return newPhrasebook(all)
}()

// phrasebook says sentences in another language.
type phrasebook struct {
	whole   map[string]string
	phrases []phrase
}

// phrase is a sentence with holes.
type phrase struct {
	matches *regexp.Regexp
	fixed   int // letters outside the holes: the phrase with most of them is meant
	says    string
}

const hole = "{}"

func newPhrasebook(all map[string]string) *phrasebook {
	b := &phrasebook{whole: map[string]string{}}
	for text, says := range all {
		parts := strings.Split(text, hole)
		if len(parts) == 1 {
			b.whole[text] = says
			continue
		}
		fixed := 0
		for i, part := range parts {
			fixed += len(part)
			parts[i] = regexp.QuoteMeta(part)
		}
		b.phrases = append(b.phrases, phrase{regexp.MustCompile(`(?s)^` + strings.Join(parts, `(.*?)`) + `$`), fixed, says})
	}
	slices.SortFunc(b.phrases, func(a, b phrase) int {
		return cmp.Or(cmp.Compare(b.fixed, a.fixed), strings.Compare(a.says, b.says))
	})
	return b
}

// say gives a text in the other language; what stood in its holes stands there again, in
// that language where it is a sentence of the book too.
func (b *phrasebook) say(text string) (string, bool) {
	if says, is := b.whole[text]; is {
		return says, true
	}
	for _, p := range b.phrases {
		found := p.matches.FindStringSubmatch(text)
		if found == nil {
			continue
		}
		says := p.says
		for _, told := range found[1:] {
			if again, is := b.whole[told]; is {
				told = again
			}
			before, after, more := strings.Cut(says, hole)
			if !more {
				break
			}
			says = before + told + after
		}
		return says, true
	}
	return "", false
}

// sentence is a text as the API says it, in the language of the page where that is known.
type sentence struct {
	Text    string
	English bool // on a page that is not
}

func (v *visit) said(text string) sentence {
	if text == "" || v.Language != dutch {
		return sentence{Text: text}
	}
	if dutch, is := refusals.say(text); is {
		return sentence{Text: dutch}
	}
	return sentence{Text: text, English: true}
}

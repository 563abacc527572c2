package intake

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"ruggensteun/domain/codes"
)

// valueMap says which codes the words of a file stand for. Whole words go before
// patterns, patterns in the order written.
type valueMap struct {
	entries  []valueEntry
	whole    map[string][]codes.Code
	patterns []valueEntry
	all      bool // every pattern that matches counts, not only the first
	exact    bool // capitals matter
}

type valueEntry struct {
	at     section // its key
	word   string
	answer []codes.Code
	pattern
}

func readValues(s section, t target) *valueMap {
	check := t.check
	if t.shape != code {
		check = onlyMissing
	}
	v := &valueMap{whole: make(map[string][]codes.Code)}
	for _, p := range s.parts() {
		e := valueEntry{at: p.key, word: p.name, answer: p.codes(check)}
		if len(e.answer) > 1 && !t.several {
			p.fail("has several codes and takes one", "keep one")
		}
		v.entries = append(v.entries, e)
	}
	return v
}

// settle sorts the entries out once it is known how they match.
func (v *valueMap) settle(all, exact bool) {
	v.all, v.exact = all, exact
	lines := make(map[string]bool)
	for _, e := range v.entries {
		key := v.norm(e.word)
		if lines[key] {
			e.at.fail("means the same as a value above it", "keep one, or add case: exact if capitals matter")
			continue
		}
		lines[key] = true
		e.pattern = compile(e.word, exact)
		if e.from > e.to {
			e.at.fail("is a range that holds no number", "write the smaller number first, as 12..17")
		}
		if e.plain() {
			v.whole[e.pattern.parts[0]] = e.answer
		} else {
			v.patterns = append(v.patterns, e)
		}
	}
}

func (v *valueMap) norm(text string) string {
	if v.exact {
		return plain(text)
	}
	return fold(text)
}

func (v *valueMap) has(word string) bool { _, there := v.whole[v.norm(word)]; return there }

// find gives what a text stands for.
func (v *valueMap) find(text string) (answer []codes.Code, found bool) {
	text = v.norm(text)
	if answer, found = v.whole[text]; found {
		return answer, true
	}
	for _, e := range v.patterns {
		if !e.matches(text) {
			continue
		}
		if !v.all {
			return e.answer, true
		}
		answer, found = codes.Unite(answer, e.answer), true
	}
	return answer, found
}

// pattern is a text in which * stands for anything, also nothing; \* is a star.
// Or it is a range of whole numbers: 12..17, or 65.. without an end.
type pattern struct {
	parts    []string
	numbers  string // the range as it was written; "" when it is none
	from, to int
}

var numberRange = regexp.MustCompile(`^(\d{1,9})\.\.(\d{1,9})?$`)

func compile(word string, exact bool) pattern {
	if word = plain(word); !exact {
		word = fold(word)
	}
	if r := numberRange.FindStringSubmatch(word); r != nil {
		return compileRange(word, r[1], r[2])
	}
	const star = "\x00" // no cell holds one: clean takes them out
	word = strings.ReplaceAll(word, `\*`, star)
	parts := strings.Split(word, "*")
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], star, "*")
	}
	return pattern{parts: parts}
}

func compileRange(word, from, to string) pattern {
	p := pattern{numbers: word, to: math.MaxInt}
	p.from, _ = strconv.Atoi(from) // digits, by the expression
	if to != "" {
		p.to, _ = strconv.Atoi(to)
	}
	return p
}

func (p pattern) plain() bool { return len(p.parts) == 1 }

// matches expects a text in the same normal form.
func (p pattern) matches(text string) bool {
	if p.numbers != "" {
		n, err := strconv.Atoi(text)
		return err == nil && n >= p.from && n <= p.to || text == p.numbers
	}
	if p.plain() {
		return text == p.parts[0]
	}
	first, last := p.parts[0], p.parts[len(p.parts)-1]
	if len(text) < len(first)+len(last) || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, part := range p.parts[1 : len(p.parts)-1] {
		_, after, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = after
	}
	return true
}

// fold is plain, and small letters.
func fold(s string) string { return strings.ToLower(plain(s)) }

package template

import (
	"fmt"
	"strings"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/text"
)

// Limits keep an event below eventlog.MaxPayload, and a letter one that is read.
const (
	longestTitle = 100
	longestBody  = 8_000
	longestLine  = 100
	mostAddress  = 5
)

// check cleans a text and says everything that is wrong with it, naming what could stand
// there instead.
func (t Text) check(f *fault.Fields) Text {
	f.Note("kind", codes.DocumentKind.CheckOwn(t.Kind, noDay))
	f.Note("language", codes.DocumentLanguage.CheckOwn(t.Language, noDay))
	var err error
	t.Title, err = text.Line(t.Title, longestTitle)
	f.Note("title", err)
	f.Check(t.Title != "" || err != nil, "title", "is missing", "say what the document is, without naming anybody")
	t.Body, err = text.Prose(t.Body, longestBody)
	f.Note("text", err)
	f.Check(t.Body != "" || err != nil, "text", "is missing", "begin with the program's own: ruggensteun template show "+t.kindInWords())
	if len(fields[t.Kind]) > 0 {
		t.checkPlaceholders(f)
	}
	return t
}

// kindInWords repeats a kind that there is; anything else that was sent may be about a person.
func (t Text) kindInWords() string {
	if len(fields[t.Kind]) > 0 {
		return string(t.Kind)
	}
	return "KIND"
}

func (t Text) checkPlaceholders(f *fault.Fields) {
	for _, l := range linesOf(t.Body) {
		field := fmt.Sprintf("text line %d", l.at)
		name, alone := l.alone()
		known, _ := Find(t.Kind, name)
		for _, found := range placeholder.FindAllStringSubmatch(l.label+" "+l.text, -1) {
			of, is := Find(t.Kind, found[1])
			f.Check(is, field, "has the placeholder {"+found[1]+"}, which this kind of document does not know", "use one of "+t.near(found[1]))
			f.Check(!is || of.Shape == Words || alone, field, "has {"+found[1]+"} among other words", "put it on a line of its own: it stands for several lines")
		}
		f.Check(!alone || known.Name == "" || known.Shape != Words || l.block == Paragraph, field, "cannot stand there", "put it into a paragraph")
		f.Check(l.block != Heading && l.block != Subheading || !strings.Contains(l.text, "{"), field, "is a heading with a placeholder", "put it into the words below")
		rest := placeholder.ReplaceAllString(l.label+" "+l.text, "")
		f.Check(!strings.ContainsAny(rest, "{}"), field, "has a brace that belongs to no placeholder", "write placeholders like {"+fields[t.Kind][0].Name+"}, in small letters, and no other braces")
	}
}

// near puts the placeholder first that was probably meant.
func (t Text) near(typed string) string {
	all := Listed(t.Kind)
	for _, f := range fields[t.Kind] {
		if codes.Alike(strings.ToUpper(typed), strings.ToUpper(f.Name)) {
			return "{" + f.Name + "}, which is probably meant, or another of " + all
		}
	}
	return all
}

func (l Letterhead) check(f *fault.Fields) Letterhead {
	f.Check(len(l.Address) > 0, "address", "is missing", "give the lines of the employer's own address, where workers choose domicile")
	f.Check(len(l.Address) <= mostAddress, "address", fmt.Sprintf("has more than %d lines", mostAddress), "leave out what the post does not need")
	var clean Letterhead
	for i, given := range l.Address {
		if i == mostAddress {
			break
		}
		one, err := text.Line(given, longestLine)
		at := fmt.Sprintf("address[%d]", i)
		f.Note(at, err)
		f.Check(one != "" || err != nil, at, "is empty", "leave it out")
		clean.Address = append(clean.Address, one)
	}
	for _, part := range []struct {
		field string
		given string
		to    *string
	}{{"desk", l.Desk, &clean.Desk}, {"phone", l.Phone, &clean.Phone}, {"mail", l.Mail, &clean.Mail}} {
		one, err := text.Line(part.given, longestLine)
		f.Note(part.field, err)
		*part.to = one
	}
	return clean
}

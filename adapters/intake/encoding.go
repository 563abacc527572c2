package intake

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"ruggensteun/domain/fault"
)

// The encodings that files of employers come in.
const (
	utf8Name   = "utf-8"
	cp1252Name = "windows-1252"
)

var utf8Mark = []byte("\xef\xbb\xbf")

// refuseForeign refuses what is neither CSV nor XLSX, by its first bytes.
func refuseForeign(head []byte) error {
	for mark, remedy := range map[string]string{
		"\xff\xfe":         "is UTF-16: save it as CSV UTF-8",
		"\xfe\xff":         "is UTF-16: save it as CSV UTF-8",
		"\xd0\xcf\x11\xe0": "is an old .xls or a workbook with a password: save it as .xlsx without one",
		"%PDF":             "is a PDF: ask for the table it was made from",
	} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return fault.New(fault.Invalid, "the file "+remedy)
		}
	}
	return nil
}

// detectEncoding reads the whole file: the first letter with an accent may stand
// near its end. A file is UTF-8 as soon as more of such letters are UTF-8 than
// not: by accident they hardly ever are, and a few broken bytes do not turn a
// file into another encoding.
func detectEncoding(file io.Reader) (string, error) {
	var right, wrong int
	buffer, kept := make([]byte, 64<<10), 0
	for {
		n, err := file.Read(buffer[kept:])
		chunk := buffer[:kept+n]
		kept = 0
		for len(chunk) > 0 {
			r, size := utf8.DecodeRune(chunk)
			switch {
			case r < utf8.RuneSelf:
			case r != utf8.RuneError || size > 1:
				right++
			case !utf8.FullRune(chunk) && err == nil:
				kept = copy(buffer, chunk) // the rest of this letter is still to come
				size = len(chunk)
			default:
				wrong++
			}
			chunk = chunk[size:]
		}
		switch {
		case err == io.EOF && right >= wrong:
			return utf8Name, nil
		case err == io.EOF:
			return cp1252Name, nil
		case err != nil:
			return "", fmt.Errorf("read the file to import: %w", err)
		}
	}
}

// decode gives the text of a cell, and whether it held bytes that are no text.
func decode(raw []byte, encoding string) (text string, broken bool) {
	if encoding != cp1252Name {
		return clean(string(raw))
	}
	var b strings.Builder
	for _, c := range raw {
		b.WriteRune(charmap.Windows1252.DecodeByte(c))
	}
	return clean(b.String())
}

// clean marks with U+FFFD what cannot be read: broken bytes, and characters that
// a reader does not see but a terminal or a browser obeys.
func clean(text string) (_ string, broken bool) {
	if ordinary(text) {
		return text, false
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	text = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unseen(r) {
			broken = true
			return utf8.RuneError
		}
		return r
	}, text)
	return text, broken
}

// ordinary spares most cells the work.
func ordinary(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] >= 0x7f {
			return false
		}
	}
	return true
}

// unseen follows domain/text, which would refuse the words later.
func unseen(r rune) bool {
	return r != '\n' && r != '\t' && unicode.IsControl(r) || r == '\ufeff' ||
		r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u2028' || r == '\u2029'
}

package intake

import (
	"encoding/xml"
	"fmt"
	"io"

	"ruggensteun/domain/fault"
)

// stringStore holds the texts that the cells of a workbook share. They may be
// most of it, so they wait in a temporary file, and only their places are kept.
type stringStore struct {
	file   *temporaryFile
	ends   []int64
	recent map[int]string
	size   int // bytes in recent
}

// recentTexts bounds what is kept of them in memory: codes come back all the time.
const recentTexts = 4 << 20

func (w *workbook) readStrings(part, folder string) (*stringStore, error) {
	file, err := newTemporaryFile(folder)
	if err != nil {
		return nil, err
	}
	s := &stringStore{file: file, recent: make(map[int]string)}
	if part == "" {
		return s, nil
	}
	if err := w.fillStrings(s, part); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, file.flush()
}

func (w *workbook) fillStrings(s *stringStore, part string) error {
	in, err := w.open(part)
	if err != nil {
		return err
	}
	defer in.Close()
	for {
		token, err := in.token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "si" {
			text, err := in.text("si")
			if err != nil {
				return err
			}
			if err := s.add(text); err != nil {
				return err
			}
		}
	}
}

// text joins the pieces of a text up to the closing tag. A phonetic reading
// (rPh) stands beside the text and is no part of it.
func (p *xmlPart) text(until string) (string, error) {
	var text []byte
	inText, beside := false, 0
	for {
		token, err := p.token()
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "t":
				inText = true
			case "rPh":
				beside++
			}
		case xml.EndElement:
			switch token.Name.Local {
			case until:
				return string(text), nil
			case "t":
				inText = false
			case "rPh":
				beside--
			}
		case xml.CharData:
			if inText && beside == 0 && len(text) <= longestCell {
				text = append(text, token...)
			}
		}
	}
}

func (s *stringStore) add(text string) error {
	if len(s.ends) == mostStrings {
		return fault.New(fault.TooLarge, fmt.Sprintf("the workbook has more than %d different texts: split it", mostStrings))
	}
	if err := s.file.write([]byte(text)); err != nil {
		return err
	}
	s.ends = append(s.ends, s.file.size)
	return nil
}

// get gives a text by its number.
func (s *stringStore) get(number int) (string, error) {
	if number < 0 || number >= len(s.ends) {
		return "", errWorkbook
	}
	if text, found := s.recent[number]; found {
		return text, nil
	}
	start := int64(0)
	if number > 0 {
		start = s.ends[number-1]
	}
	b := make([]byte, s.ends[number]-start)
	if _, err := s.file.ReadAt(b, start); err != nil && len(b) > 0 {
		return "", fmt.Errorf("read shared texts of the workbook: %w", err)
	}
	if s.size += len(b); s.size > recentTexts {
		clear(s.recent)
		s.size = len(b)
	}
	s.recent[number] = string(b)
	return s.recent[number], nil
}

func (s *stringStore) Close() error {
	if s == nil {
		return nil
	}
	return s.file.Close()
}

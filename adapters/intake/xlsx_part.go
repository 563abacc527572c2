package intake

import (
	"encoding/xml"
	"io"
	"strings"

	"ruggensteun/domain/fault"
)

// xmlPart is one part of a workbook as a stream of tokens of bounded size.
type xmlPart struct {
	*xml.Decoder
	budget *budget
	close  func() error
}

// budget ends a stream that hands out too much for one token, or altogether.
type budget struct {
	in          io.Reader
	left, total int64
}

func (b *budget) Read(p []byte) (int, error) {
	if b.left <= 0 || b.total <= 0 {
		return 0, fault.New(fault.TooLarge, "the workbook has a cell or a part that is too large: save only the sheet with the incidents")
	}
	n, err := b.in.Read(p)
	b.left -= int64(n)
	b.total -= int64(n)
	return n, err
}

// open opens a part by its name in the zip, in capitals or not.
func (w *workbook) open(name string) (*xmlPart, error) {
	part, found := w.parts[strings.ToLower(strings.TrimPrefix(name, "/"))]
	if !found {
		return nil, errWorkbook
	}
	in, err := part.Open()
	if err != nil {
		return nil, err
	}
	b := &budget{in: in, total: largestPart}
	return &xmlPart{Decoder: xml.NewDecoder(b), budget: b, close: in.Close}, nil
}

func (p *xmlPart) Close() { _ = p.close() } // only read

// token gives the next tag or text. RawToken is twice as fast, and needs no
// namespaces: no two tags of a sheet differ only by theirs.
func (p *xmlPart) token() (xml.Token, error) {
	p.budget.left = 2 * longestCell
	return p.RawToken()
}

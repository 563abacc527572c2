package figures

import (
	"slices"
	"strings"

	"ruggensteun/domain/codes"
)

// dictionary numbers the answers that occur in one dimension. An answer is a set
// of codes: several behaviours are one answer with one number, so a column holds
// a number per version however many codes it has. Numbers are never taken back.
type dictionary struct {
	answers answerList // only ever appended to
	numbers map[string]uint32
	key     []byte
}

// answerList is the answers of one dimension by their numbers.
type answerList [][]codes.Code

func newDictionary() *dictionary {
	return &dictionary{numbers: map[string]uint32{}}
}

// number gives the number of an answer; the order of its codes means nothing.
func (d *dictionary) number(answer []codes.Code) uint32 {
	if len(answer) == 0 {
		answer = notRecorded
	}
	if !slices.IsSorted(answer) {
		answer = slices.Clone(answer)
		slices.Sort(answer)
	}
	d.key = d.key[:0]
	for _, code := range answer {
		d.key = append(append(d.key, code...), 0)
	}
	n, known := d.numbers[string(d.key)]
	if !known {
		n = uint32(len(d.answers))
		d.numbers[string(d.key)] = n
		d.answers = append(d.answers, owned(answer))
	}
	return n
}

var notRecorded = []codes.Code{codes.NotRecorded}

// owned copies the codes off whatever buffer they were read into, each once.
func owned(answer []codes.Code) []codes.Code {
	own := make([]codes.Code, len(answer))
	for i, code := range answer {
		own[i] = codes.Code(strings.Clone(string(code)))
	}
	return slices.Compact(own)
}

package figures

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"ruggensteun/domain/codes"
)

// dictionary numbers the answers that occur in one dimension. An answer is a set
// of codes: several behaviours are one answer with one number, so a column holds
// a number per version however many codes it has. Numbers are never taken back.
type dictionary struct {
	answers answerList // only ever appended to
	codes   map[codes.Code]uint32
	single  []uint32          // the answer of each code alone; noAnswer while there is none
	few     map[few]uint32    // answers of up to four codes, as nearly all are
	many    map[string]uint32 // and of more
	set     []uint32
}

type few [4]uint32

const noAnswer = math.MaxUint32

// answerList is the answers of one dimension by their numbers. There are few codes
// and can be very many answers, so what is asked of a code is worked out once.
type answerList struct {
	codes []codes.Code // that occur, by their numbers
	ends  []uint32     // where each answer ends in items; it begins where the one before it ends
	items []uint32     // numbers of codes, each once in an answer
}

func (l answerList) len() int { return len(l.ends) }

// of gives the numbers of an answer's codes.
func (l answerList) of(answer uint32) []uint32 {
	from := uint32(0)
	if answer > 0 {
		from = l.ends[answer-1]
	}
	return l.items[from:l.ends[answer]]
}

// through gives the answers with their codes replaced. A code may then have several
// numbers, and stand in an answer more than once.
func (l answerList) through(of func(codes.Code) codes.Code) answerList {
	replaced := make([]codes.Code, len(l.codes))
	for i, code := range l.codes {
		replaced[i] = of(code)
	}
	l.codes = replaced
	return l
}

// listed makes a list of answers that are known beforehand.
func listed(answers [][]codes.Code) answerList {
	d := newDictionary()
	var list answerList
	for _, answer := range answers {
		for _, code := range answer {
			list.items = append(list.items, d.code(code))
		}
		list.ends = append(list.ends, uint32(len(list.items)))
	}
	list.codes = d.answers.codes
	return list
}

func newDictionary() *dictionary {
	return &dictionary{codes: map[codes.Code]uint32{}, few: map[few]uint32{}, many: map[string]uint32{}}
}

// number gives the number of an answer; the order of its codes means nothing.
func (d *dictionary) number(answer []codes.Code) uint32 {
	if len(answer) == 0 {
		answer = notRecorded
	}
	d.set = d.set[:0]
	for _, code := range answer {
		if n := d.code(code); !slices.Contains(d.set, n) {
			d.set = append(d.set, n)
		}
	}
	slices.Sort(d.set)
	switch {
	case len(d.set) == 1:
		if n := &d.single[d.set[0]]; *n == noAnswer {
			*n = d.add()
		}
		return d.single[d.set[0]]
	case len(d.set) <= len(few{}):
		return d.ofFew()
	}
	return d.ofMany()
}

func (d *dictionary) code(code codes.Code) uint32 {
	n, known := d.codes[code]
	if !known {
		n = uint32(len(d.answers.codes))
		code = codes.Code(strings.Clone(string(code))) // off whatever buffer it was read into
		d.codes[code] = n
		d.answers.codes = append(d.answers.codes, code)
		d.single = append(d.single, noAnswer)
	}
	return n
}

func (d *dictionary) ofFew() uint32 {
	key := few{noAnswer, noAnswer, noAnswer, noAnswer}
	copy(key[:], d.set)
	n, known := d.few[key]
	if !known {
		n = d.add()
		d.few[key] = n
	}
	return n
}

func (d *dictionary) ofMany() uint32 {
	key := make([]byte, 0, 64)
	for _, n := range d.set {
		key = binary.LittleEndian.AppendUint32(key, n)
	}
	n, known := d.many[string(key)]
	if !known {
		n = d.add()
		d.many[string(key)] = n
	}
	return n
}

func (d *dictionary) add() uint32 {
	d.answers.items = append(d.answers.items, d.set...)
	d.answers.ends = append(d.answers.ends, uint32(len(d.answers.items)))
	return uint32(d.answers.len() - 1)
}

var notRecorded = []codes.Code{codes.NotRecorded}

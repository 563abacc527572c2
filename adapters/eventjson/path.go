package eventjson

import "strconv"

// path is where a walk stands: "workers[0]".
type path struct{ steps []step }

type step struct {
	name    string // of an object or a list; "" for an item of a list
	index   int    // of an item
	closing byte   // the writer's bracket
	base    int    // the reader's members of this object start here
	next    int    // the reader expects the next field here
}

func (p *path) push(s step) { p.steps = append(p.steps, s) }

func (p *path) pop() step {
	last := p.steps[len(p.steps)-1]
	p.steps = p.steps[:len(p.steps)-1]
	return last
}

// to is the path of a field from here. Boxes are tied to it, so it can never
// be written in another way.
func (p *path) to(name string) string {
	b := make([]byte, 0, 48)
	for _, s := range p.steps {
		switch {
		case s.name != "":
			b = append(appendDot(b), s.name...)
		case s.index >= 0:
			b = append(strconv.AppendInt(append(b, '['), int64(s.index), 10), ']')
		}
	}
	if name == "" {
		return string(b)
	}
	return string(append(appendDot(b), name...))
}

func appendDot(b []byte) []byte {
	if len(b) == 0 {
		return b
	}
	return append(b, '.')
}

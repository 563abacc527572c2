package intake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
)

// largestMapping is far beyond a mapping with every value of every list.
const largestMapping = 1 << 20

// document is a mapping as it is being read: it goes on after a mistake, so that
// the author sees all of them with their lines at once. Values are taken as they
// are written: 012, NO and 09A are codes, whatever YAML makes of them.
type document struct{ wrong fault.Fields }

// section is one part of the document with where it stands.
type section struct {
	doc  *document
	node *yaml.Node
	path string
}

func openDocument(text []byte) (section, error) {
	doc := &document{}
	if len(text) > largestMapping {
		return section{}, fault.New(fault.TooLarge, "the mapping is larger than 1 MiB: is this the file to import?")
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	var root, second yaml.Node
	if err := decoder.Decode(&root); errors.Is(err, io.EOF) || err == nil && len(root.Content) == 0 {
		return section{}, fault.New(fault.Invalid, "the mapping is empty: write at least employer, key and fields")
	} else if err != nil {
		return section{}, fault.Wrap(fault.Invalid, "the mapping is not YAML: "+syntax(err), err)
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		return section{}, fault.New(fault.Invalid, "the mapping holds a second document after ---: keep one")
	}
	return section{doc: doc, node: root.Content[0]}, nil
}

var where = regexp.MustCompile(`^yaml: line [0-9]+`)

// syntax gives the line only: the parser's own words may quote the text.
func syntax(err error) string {
	line := strings.TrimPrefix(where.FindString(err.Error()), "yaml: ")
	if line == "" {
		return "check indents, colons and quotes"
	}
	return "check indents, colons and quotes near " + line // the parser is sometimes one off
}

// err gives all mistakes together.
func (d *document) err() error { return retitle(d.wrong.Err(), "the mapping has mistakes") }

// retitle says what it is that has wrong fields.
func retitle(err error, message string) error {
	var f *fault.Fault
	if errors.As(err, &f) {
		f.Message = message
	}
	return err
}

func (s section) fail(problem, remedy string) {
	s.doc.wrong.Add(fmt.Sprintf("line %d: %s", s.node.Line, s.name()), problem, remedy)
}

func (s section) note(err error) {
	s.doc.wrong.Note(fmt.Sprintf("line %d: %s", s.node.Line, s.name()), err)
}

func (s section) name() string {
	if s.path == "" {
		return "the mapping"
	}
	return s.path
}

func (s section) under(key string, node *yaml.Node) section {
	if s.path != "" {
		key = s.path + "." + key
	}
	return section{doc: s.doc, node: node, path: key}
}

// part is one key with what stands behind it.
type part struct {
	key  section // its node is the key itself
	name string
	section
}

// parts gives the keys in the order written; nothing is taken twice or by reference.
func (s section) parts() []part {
	if s.node.Kind != yaml.MappingNode {
		s.fail("is not a list of keys with values", "write each as key: value on a line of its own")
		return nil
	}
	var list []part
	lines := make(map[string]int)
	for i := 0; i+1 < len(s.node.Content); i += 2 {
		key, value := s.node.Content[i], s.node.Content[i+1]
		p := part{key: s.under(key.Value, key), name: key.Value, section: s.under(key.Value, value)}
		switch first, twice := lines[key.Value]; {
		case key.Kind != yaml.ScalarNode || key.Tag == "!!merge":
			p.key.fail("is not a plain key", "write the key out as a word")
		case twice:
			p.key.fail(fmt.Sprintf("stands twice, first on line %d", first), "keep one")
		default:
			lines[key.Value] = key.Line
			list = append(list, p)
		}
	}
	return list
}

// keys hands each part to the reader of its key and refuses keys that nobody
// reads. It gives the parts.
func (s section) keys(readers map[string]func(section), order ...string) []part {
	all := s.parts()
	for _, p := range all {
		if read, known := readers[p.name]; known {
			read(p.section)
			continue
		}
		p.key.fail("is not a known key", suggest(p.name, order))
	}
	return all
}

// has tells whether a key is written, whatever it holds.
func (s section) has(key string) bool {
	for i := 0; s.node.Kind == yaml.MappingNode && i+1 < len(s.node.Content); i += 2 {
		if s.node.Content[i].Value == key {
			return true
		}
	}
	return false
}

// word gives one value; an empty text must be written as "".
func (s section) word() string {
	switch {
	case s.node.Kind == yaml.AliasNode || s.node.Anchor != "":
		s.fail("uses an anchor", "write the value out")
	case s.node.Kind != yaml.ScalarNode:
		s.fail("is not a single value", "write one value")
	case s.node.Tag == "!!null":
		s.fail("has no value", `write one, or "" for an empty text; a # begins a comment unless quoted`)
	default:
		return s.node.Value
	}
	return ""
}

// words gives one value or a list of them.
func (s section) words() []string {
	var list []string
	for _, item := range s.items() {
		list = append(list, item.word())
	}
	return list
}

// items gives the entries of a list; what is no list is a list of one.
func (s section) items() []section {
	if s.node.Kind != yaml.SequenceNode {
		return []section{s}
	}
	if len(s.node.Content) == 0 {
		s.fail("is an empty list", "leave the key out, or give an entry")
	}
	var list []section
	for i, node := range s.node.Content {
		list = append(list, section{doc: s.doc, node: node, path: s.path + "[" + strconv.Itoa(i) + "]"})
	}
	return list
}

// oneOf gives one of some words.
func (s section) oneOf(known ...string) string {
	word := s.word()
	for _, k := range known {
		if word == k {
			return word
		}
	}
	s.fail("is not a word we know here", suggest(word, known))
	return ""
}

// codes gives codes that the check accepts.
func (s section) codes(check func(codes.Code) error) []codes.Code {
	var list []codes.Code
	for _, item := range s.items() {
		c := codes.Code(item.word())
		item.note(check(c))
		list = append(list, c)
	}
	return list
}

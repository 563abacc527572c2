package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ruggensteun/domain/fault"
)

// decode reads a JSON object into a struct and notes everything that does not
// fit its shape. encoding/json itself takes the last of two equal keys, matches
// keys in any case, drops fields it does not know, turns broken text into other
// text, and stops at the first mistake: each could change what somebody said
// without anybody noticing. The error is a *fault.Fault when it is no JSON at all.
func decode(body []byte, into any, wrong *fault.Fields) error {
	if !utf8.Valid(body) {
		return fault.New(fault.Invalid, "the body is not valid UTF-8: send it in UTF-8")
	}
	var whole json.RawMessage
	if err := json.Unmarshal(body, &whole); err != nil {
		return notJSON(err)
	}
	d := decoding{body: body, tokens: json.NewDecoder(bytes.NewReader(body)), wrong: wrong}
	d.tokens.UseNumber()
	return d.value("", reflect.ValueOf(into).Elem())
}

// notJSON says where, but not what stands there.
func notJSON(err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fault.New(fault.Invalid, fmt.Sprintf("the body is not JSON: look at byte %d", syntax.Offset))
	}
	return fault.New(fault.Invalid, "the body is not JSON: send a JSON object")
}

type decoding struct {
	body   []byte
	tokens *json.Decoder
	wrong  *fault.Fields
	noted  int
}

// mostEntries bounds a list of any kind; the rules of the trade ask for far less.
const mostEntries = 5000

func (d *decoding) value(path string, v reflect.Value) error {
	from := d.tokens.InputOffset()
	token, err := d.tokens.Token()
	if err != nil {
		return notJSON(err)
	}
	if token == nil {
		d.note(path, "is null", "leave it out when there is nothing to say")
		return nil
	}
	for v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		v = v.Elem()
	}
	switch {
	case token == json.Delim('{') && v.Kind() == reflect.Struct:
		return d.object(path, v)
	case token == json.Delim('[') && v.Kind() == reflect.Slice:
		return d.list(path, v)
	case v.Kind() == reflect.String:
		if text, ok := token.(string); ok {
			d.text(path, v, text, d.body[from:d.tokens.InputOffset()])
			return nil
		}
	}
	if d.simple(v, token) {
		return nil
	}
	d.note(path, "is "+kindOf(token), "send "+wanted(v.Kind()))
	return d.skip(token)
}

// simple takes a whole number, and true or false.
func (d *decoding) simple(v reflect.Value, token json.Token) bool {
	switch token := token.(type) {
	case json.Number:
		n, err := strconv.Atoi(token.String())
		if v.Kind() == reflect.Int && err == nil {
			v.SetInt(int64(n))
			return true
		}
	case bool:
		if v.Kind() == reflect.Bool {
			v.SetBool(token)
			return true
		}
	}
	return false
}

func (d *decoding) text(path string, v reflect.Value, text string, raw []byte) {
	if halfCharacter(raw) {
		d.note(path, "holds half a character", `send both halves (\ud83d\ude00), or the character itself`)
	}
	v.SetString(text)
}

func (d *decoding) object(path string, v reflect.Value) error {
	fields := fieldsOf(v.Type())
	seen := make([]bool, len(fields))
	for d.tokens.More() {
		token, err := d.tokens.Token()
		if err != nil {
			return notJSON(err)
		}
		key, _ := token.(string)
		i := fieldNamed(fields, key)
		if i < 0 {
			d.unknown(path, key, fields)
		} else if seen[i] {
			d.note(under(path, key), "stands twice", "say it once")
		}
		if i < 0 || seen[i] {
			if err := d.skipValue(); err != nil {
				return err
			}
			continue
		}
		seen[i] = true
		if err := d.value(under(path, key), v.FieldByIndex(fields[i].Index)); err != nil {
			return err
		}
	}
	_, err := d.tokens.Token()
	return err
}

func (d *decoding) list(path string, v reflect.Value) error {
	v.Set(reflect.MakeSlice(v.Type(), 0, 0)) // an empty list is not no list
	for i := 0; d.tokens.More(); i++ {
		if i >= mostEntries {
			d.note(path, fmt.Sprintf("has more than %d entries", mostEntries), "send it in parts")
			return d.skip(json.Delim('['))
		}
		v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		if err := d.value(path+"["+strconv.Itoa(i)+"]", v.Index(i)); err != nil {
			return err
		}
	}
	_, err := d.tokens.Token()
	return err
}

// How our own keys look, in bodies and in queries. Only such a key is repeated in an error:
// somebody may have sent a name where a key belongs.
var (
	keyShape   = regexp.MustCompile(`^[a-z][a-z0-9_]{0,29}$`)
	queryShape = regexp.MustCompile(`^[a-z][A-Za-z0-9-]{0,29}$`)
)

func (d *decoding) unknown(path, key string, fields []reflect.StructField) {
	remedy := "leave it out; known are " + strings.Join(fieldNames(fields), ", ")
	if keyShape.MatchString(key) {
		d.note(under(path, key), "is not known here", remedy)
		return
	}
	d.note(orBody(path), "has a key that is not known here", remedy)
}

func (d *decoding) skipValue() error {
	token, err := d.tokens.Token()
	if err != nil {
		return notJSON(err)
	}
	return d.skip(token)
}

// skip passes over what a token began. It counts instead of calling itself, so
// that depth costs nothing.
func (d *decoding) skip(token json.Token) error {
	for depth := 0; ; {
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
		var err error
		if token, err = d.tokens.Token(); err != nil {
			return notJSON(err)
		}
	}
}

func (d *decoding) note(path, problem, remedy string) {
	if d.noted++; d.noted <= mostErrors {
		d.wrong.Add(orBody(path), problem, remedy)
	}
}

func under(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func orBody(path string) string {
	if path == "" {
		return "body"
	}
	return path
}

// fieldsOf are those of a struct, with those of what is embedded in it.
func fieldsOf(t reflect.Type) []reflect.StructField {
	return slices.DeleteFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool { return f.Anonymous })
}

func fieldNamed(fields []reflect.StructField, key string) int {
	return slices.IndexFunc(fields, func(f reflect.StructField) bool { return nameOf(f) == key })
}

func fieldNames(fields []reflect.StructField) []string {
	return turned(fields, nameOf)
}

func nameOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

func kindOf(token json.Token) string {
	switch token {
	case json.Delim('{'):
		return "an object"
	case json.Delim('['):
		return "a list"
	}
	switch token.(type) {
	case string:
		return "a text"
	case json.Number:
		return "a number"
	}
	return "true or false"
}

func wanted(k reflect.Kind) string {
	switch k {
	case reflect.Struct:
		return "an object"
	case reflect.Slice:
		return "a list"
	case reflect.Int:
		return "a whole number"
	case reflect.Bool:
		return "true or false"
	}
	return "a text"
}

// halfCharacter finds an escaped half of a surrogate pair without its other
// half, which Go would replace without a word.
func halfCharacter(raw []byte) bool {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		i++ // what is escaped
		if raw[i] != 'u' {
			continue
		}
		switch half := escaped(raw[i:]); {
		case half >= 0xdc00 && half < 0xe000:
			return true
		case half >= 0xd800 && half < 0xdc00:
			if i+6 >= len(raw) || raw[i+5] != '\\' || raw[i+6] != 'u' {
				return true
			}
			if low := escaped(raw[i+6:]); low < 0xdc00 || low >= 0xe000 {
				return true
			}
			i += 6
		}
		i += 4
	}
	return false
}

// escaped reads uXXXX; the body was checked to be JSON.
func escaped(raw []byte) uint64 {
	if len(raw) < 5 {
		return 0
	}
	n, _ := strconv.ParseUint(string(raw[1:5]), 16, 32)
	return n
}

package agreement

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"

	"ruggensteun/domain/fault"
)

//go:embed agreements.json
var shippedText []byte

var shipped = mustParse(shippedText)

// Shipped are the agreements that come with the program. An employer or the store
// replaces one by adopting a version of the same code.
func Shipped() []Version {
	list := make([]Version, len(shipped))
	for i, v := range shipped {
		list[i] = v.clone()
	}
	return list
}

// mustParse reads what is built into the program, so a mistake in it can only be
// ours, and a test finds it.
func mustParse(text []byte) []Version {
	list, err := Parse(text)
	if err != nil {
		panic(fmt.Sprintf("agreements.json: %v", err))
	}
	return list
}

// Parse reads a list of versions as agreements.json has it. The error is a
// *fault.Fault with every wrong field.
func Parse(text []byte) ([]Version, error) {
	var list []Version
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&list); err != nil {
		return nil, fault.Wrap(fault.Invalid, "the list of agreements is no JSON of the shape of agreements.json, or has a term that is none: "+
			"compare it with that file", err)
	}
	var f fault.Fields
	for i := range list {
		var own fault.Fields
		list[i] = list[i].check(&own)
		f.Under(fmt.Sprintf("[%d]", i), own)
	}
	return list, f.Err()
}

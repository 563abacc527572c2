package eventjson_test

import (
	"strings"
	"testing"

	"ruggensteun/adapters/eventjson"
	"ruggensteun/domain/export"
)

// TestEveryTypeOfEventGoesAlong: the nouns of types are those of the files, but for a few.
func TestEveryTypeOfEventGoesAlong(t *testing.T) {
	t.Parallel()
	files := map[string]string{"log": "redaction"}
	for _, list := range [][]export.Kind{export.Kinds, export.Parts} {
		for _, k := range list {
			files[k.Category] = k.Category
		}
	}
	for _, name := range eventjson.Types() {
		noun, _, _ := strings.Cut(name, ".")
		if files[noun] == "" && export.LeftOut[noun].EN == "" {
			t.Errorf("events of type %s are in no file of an export of everything: see domain/export/kinds.go", name)
		}
	}
}

package intake

import (
	"embed"
	"path"
	"strings"

	"ruggensteun/domain/fault"
)

// MappingHelp is the manual of mappings.
//
//go:embed MAPPING.md
var MappingHelp string

//go:embed mappings/*.yaml
var shipped embed.FS

// ShippedMapping gives a mapping that comes with the program, by its name.
func ShippedMapping(name string) ([]byte, error) {
	text, err := shipped.ReadFile(path.Join("mappings", name+".yaml"))
	if err != nil {
		return nil, fault.New(fault.NotFound, "no mapping of that name comes with the program: "+suggest(name, ShippedMappings()))
	}
	return text, nil
}

// ShippedMappings names them.
func ShippedMappings() []string {
	files, _ := shipped.ReadDir("mappings") // it is in the program
	var list []string
	for _, f := range files {
		list = append(list, strings.TrimSuffix(f.Name(), ".yaml"))
	}
	return list
}

package retention

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
)

//go:embed retention.json
var shippedText []byte

var shipped = func() (list []Rule) {
	// It is built into the program, so a mistake in it can only be ours, and a test finds it.
	if err := json.Unmarshal(shippedText, &list); err != nil {
		panic(fmt.Sprintf("retention.json: %v", err))
	}
	return list
}()

// Shipped are the periods that come with the program: one for each kind of record, purpose and
// law. Where the law gives no number they are proposals.
func Shipped() []Rule { return slices.Clone(shipped) }

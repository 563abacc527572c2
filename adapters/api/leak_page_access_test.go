package api

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

// pagesHead begins the part of ACCESS.md that the walk along the pages writes; what stands before it the walk
// along the API writes.
const pagesHead = `
## Elke pagina: wie haar te zien krijgt, wat zij vraagt, en wat erop kan staan

` + "`go test ./adapters/api -run LeakMatrixOfPages -args -write`" + ` schrijft dit deel. Een pagina vraagt de API, in naam van wie haar opent.
De test opent elke pagina, en verstuurt wat erop in te vullen is (POST), als iedereen en met nummers van beide werkgevers. De
bouw faalt als een pagina nieuw is; als zij iets vraagt van een soort die hier niet bij haar staat, of iets toont dat de API
op dat moment niet antwoordde; als een kanarie in een kopregel of in het log staat, of op een pagina van wie hem niet mag zien;
als wat van een ander is anders wordt beantwoord dan wat van niemand is, tot op de byte; en als iets wat iemand intikte ergens
anders terugkomt dan in het veld waarin het stond. Dat de test zulke fouten vindt, bewijst ` + "`TestThePlantedLeaksOfPagesAreFound`" + `.

| pagina | van de eigen werkgever | van een andere | vraagt | wat erop kan staan |
|---|---|---|---|---|
`

var accessMutex sync.Mutex

// partOfAccess gives the part of ACCESS.md before the pages or from there on; it is text first, where it is
// to be written.
func partOfAccess(first bool, text string) (string, error) {
	accessMutex.Lock()
	defer accessMutex.Unlock()
	is, err := os.ReadFile(accessFile)
	if err != nil {
		return "", err
	}
	at := strings.Index(string(is), pagesHead[:strings.Index(pagesHead, ":")])
	if at < 0 {
		at = len(is)
	}
	before, after := string(is[:at]), string(is[at:])
	mine := &after
	if first {
		mine = &before
	}
	if *write {
		*mine = text
		err = os.WriteFile(accessFile, []byte(before+after), 0o644)
	}
	return *mine, err
}

func (l *pageWalk) pagesUpToDate(t *testing.T) {
	t.Helper()
	var b strings.Builder
	b.WriteString(pagesHead)
	for _, p := range l.pages {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", p.id, l.who(p.road, "own "), l.who(p.road, "other "), l.askedOf(p), l.classesOf(p))
	}
	if is, err := partOfAccess(false, b.String()); err != nil || is != b.String() {
		t.Errorf("ACCESS.md does not say what stands on the pages: write it with go test ./adapters/api -run LeakMatrixOfPages -args -write, and read what changed (%v)", err)
	}
}

func (l *pageWalk) askedOf(p pageRoad) string {
	var list []string
	for _, id := range slices.Sorted(maps.Keys(l.asks[p.id])) {
		list = append(list, "`"+id+"`")
	}
	return cmp.Or(strings.Join(list, ", "), "—")
}

func (l *pageWalk) classesOf(p pageRoad) string {
	var list []string
	for _, c := range l.list {
		if slices.Contains(p.shows, c.name) {
			list = append(list, c.nl)
		}
	}
	return cmp.Or(strings.Join(list, "; "), "—")
}

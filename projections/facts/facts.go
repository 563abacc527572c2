// Package facts keeps, of every incident, worker hit, suspect, criminal case and
// employer, plain rows that can be counted, and every earlier shape of those rows
// since it was first reported.
//
// Rows hold codes, instants and opaque ids: never a name, an address or free
// text. Whatever the history of a thing says in words stays in the log.
package facts

import (
	"ruggensteun/domain/codes"
	"ruggensteun/projections"
)

// Forgotten stands in a row for a code that was told once and whose key has
// been destroyed since. It is not NOT_RECORDED: somebody did answer.
const Forgotten codes.Code = "FORGOTTEN"

// Projection is the read model that figures are counted from.
var Projection = projections.Projection{
	Name:     "facts",
	Revision: 9,
	Tables: []projections.Table{
		projections.TableOf(Incidents),
		projections.TableOf(Involvements),
		projections.TableOf(Employers),
		projections.TableOf(Erasures),
		projections.TableOf(Profiles),
		projections.TableOf(Histories),
		projections.TableOf(Clearances),
		projections.TableOf(References),
		projections.TableOf(Cases),
		projections.TableOf(Steps),
		projections.TableOf(Damages),
		projections.TableOf(Tellings),
		projections.TableOf(Aangiften),
		projections.TableOf(Cares),
		projections.TableOf(Pseudonyms),
	},
}

// Version is a row as it stood from one position on.
type Version[R any] struct {
	projections.Head
	Row R
}

func orNotRecorded(code codes.Code) codes.Code {
	if code == "" {
		return codes.NotRecorded
	}
	return code
}

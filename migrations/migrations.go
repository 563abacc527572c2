// Package migrations holds what cannot be computed again: the log and the few
// tables that commit with it. Read models are not here; they are code.
package migrations

import "embed"

// Files are run in the order of their names, each once, each in a transaction
// of its own, by the owner's login. A file that has landed is never edited.
//
//go:embed *.sql
var Files embed.FS

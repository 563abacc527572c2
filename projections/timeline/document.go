package timeline

import (
	"ruggensteun/domain/codes"
	"ruggensteun/domain/document"
	"ruggensteun/projections/figures"
)

// ofDocument says which kind it was only where whoever asks had it opened: a warning
// letter tells that somebody is accused.
func ofDocument(e document.Event) figures.Text {
	switch e := e.(type) {
	case document.Drafted:
		says, is := e.Says.Get()
		if !is {
			return text("Document opgesteld", "Document drafted")
		}
		return join(text("Document opgesteld", "Document drafted"), label(codes.DocumentKind, says.Kind))
	case document.Issued:
		if e.Incomplete {
			return text("Document uitgegeven, met open plekken", "Document issued, with blanks")
		}
		return text("Document uitgegeven", "Document issued")
	case document.Withdrawn:
		return text("Document ingetrokken", "Document withdrawn")
	}
	return unknown(e)
}

package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/domain/export"
	"ruggensteun/domain/fault"
	files "ruggensteun/projections/export"
	"ruggensteun/projections/figures"
)

// The types of files that an answer can be taken out as.
const (
	workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	packageType  = "application/zip"
)

// fileTypes are the forms with what each is sent as.
var fileTypes = map[export.Form]string{export.CSV: csvType, export.Workbook: workbookType, export.OpenData: packageType}

// extensions are what the names of files end with.
var extensions = map[export.Form]string{export.CSV: ".csv", export.Workbook: ".xlsx", export.OpenData: ".zip"}

// file is an answer that was made already, as bytes.
type file interface{ bytes() []byte }

var fileFormat = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		made, is := v.(file)
		if !is {
			return fmt.Errorf("write %T as a file: it is none", v)
		}
		_, _ = w.Write(made.bytes()) // a client who leaves is no error of ours
		return nil
	},
	Unmarshal: func([]byte, any) error { return errors.New("no such file is taken in") },
}

// FigureBody is an answer, or the file that was made of it. It is exported because huma
// names what it describes after it.
type FigureBody struct {
	figures.Answer
	taken
}

// taken is a file in place of JSON.
type taken struct {
	content []byte
	media   string // "" for JSON
}

func (t taken) bytes() []byte { return t.content }

// ContentType is what huma asks of an answer.
func (t taken) ContentType(usual string) string {
	if t.media != "" {
		return t.media
	}
	return usual
}

// preferred is the form of a file that a request would rather have than JSON; "" for JSON.
func preferred(r *http.Request) export.Form {
	for _, part := range strings.Split(strings.Join(r.Header.Values("Accept"), ","), ",") {
		media, parameters, err := mime.ParseMediaType(part)
		if err != nil || parameters["q"] == "0" {
			continue
		}
		switch media {
		case "text/csv":
			return export.CSV
		case workbookType:
			return export.Workbook
		case packageType:
			return export.OpenData
		case "application/json":
			return ""
		}
	}
	return ""
}

// formAsked reads in which form, and with words of which language, somebody wants an answer.
func (in *ViewInput) formAsked(ctx context.Context, forms ...export.Form) (export.Form, figures.Language, error) {
	var wrong fault.Fields
	form, known := callOf(ctx).form, in.Format == "json" || in.Format == ""
	if in.Format != "" {
		form = ""
	}
	for _, one := range forms {
		if in.Format == string(one) {
			form, known = one, true
		}
	}
	remedy := "say json"
	for _, one := range forms {
		remedy += ", " + string(one)
	}
	wrong.Check(known, "format", "is not a form that this answer has", remedy)
	l := figures.Language(in.Language)
	if l == "" {
		l = figures.Dutch
	}
	wrong.Check(l == figures.Dutch || l == figures.English, "language", "is not one that we speak", "say nl or en")
	if !known || in.Format != "" {
		return form, l, wrong.Err()
	}
	for _, one := range forms {
		if form == one {
			return form, l, wrong.Err()
		}
	}
	return "", l, wrong.Err() // a form that this answer does not have is asked for beside others
}

// answerAs gives an answer in the form that was asked for. A file is recorded before it is
// given: one that cannot be traced does not leave.
func (a *api) answerAs(ctx context.Context, form export.Form, l figures.Language, figure figures.Answer, scope access.Scope) (*figureAnswer, error) {
	out := &figureAnswer{Position: figure.Position.String(), Body: FigureBody{Answer: figure}}
	if form == "" {
		return out, nil
	}
	content, err := a.madeAs(form, l, figure, scope)
	if err != nil {
		return nil, err
	}
	what := export.TakenOut{Form: form, Question: figure.Question, Viewer: viewerNamed(scope), Position: figure.Position, Rows: files.Rows(figure)}
	if err := a.takeOut(ctx, what, content); err != nil {
		return nil, err
	}
	out.Body.content, out.Body.media = content, fileTypes[form]
	out.Disposition = fmt.Sprintf("attachment; filename=%q", "cijfers-"+figure.Position.String()+extensions[form])
	return out, nil
}

func (a *api) madeAs(form export.Form, l figures.Language, figure figures.Answer, scope access.Scope) ([]byte, error) {
	var b bytes.Buffer
	var err error
	switch form {
	case export.CSV:
		err = figures.WriteCSV(&b, figure, l)
	case export.Workbook:
		err = files.WriteWorkbook(&b, figure, l)
	case export.OpenData:
		if scope.For != access.ForPublic {
			var wrong fault.Fields
			wrong.Add("format", "is of what the public may see", "ask it with viewer=public")
			return nil, wrong.Err()
		}
		err = files.WriteOpenData(&b, figure, files.Publisher(a.Contact))
	default:
		err = fmt.Errorf("make a file as %s: there is no such form", form)
	}
	return b.Bytes(), err
}

// viewerNamed is for whose eyes an answer is.
func viewerNamed(scope access.Scope) string {
	if scope.For == access.ForOwner {
		return "owner"
	}
	return string(scope.For)
}

func (a *api) takeOut(ctx context.Context, what export.TakenOut, content []byte) error {
	sum := sha256.Sum256(content)
	what.Size, what.Hash = len(content), hex.EncodeToString(sum[:])
	return a.recordExport(ctx, what)
}

func (a *api) recordExport(ctx context.Context, what export.TakenOut) error {
	actor := callOf(ctx).actor
	var none fault.Fields
	r := a.request(ctx, Keyed{}, "take out", &none)
	r.Employer = actor.Employer
	_, err := export.Decider.Run(ctx, a.journal, export.Stream(actor.Employer, a.Clock().UTC().Year()), export.Take{By: actor, Employer: actor.Employer, TakenOut: what}, r)
	if errors.Is(err, eventlog.ErrUnknownOutcome) {
		return fault.Wrap(fault.Unavailable, "nothing is given, because it is not certain that it was recorded who takes it out: try again", err)
	}
	return err
}

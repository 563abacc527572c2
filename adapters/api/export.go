package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

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

// askedTypes are the forms of files by what Accept calls them.
var askedTypes = map[string]export.Form{"text/csv": export.CSV, workbookType: export.Workbook, packageType: export.OpenData}

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

// takeAnswer puts the file in place of the answer. It is recorded before it is given: one
// that cannot be traced does not leave.
func (a *api) takeAnswer(ctx context.Context, out *figureAnswer, shown show, scope access.Scope) error {
	figure := out.Body.Answer
	content, err := a.madeAs(shown, figure, scope)
	if err != nil {
		return err
	}
	what := export.TakenOut{Form: shown.form, Question: figure.Question, Viewer: viewerNamed(scope), Position: figure.Position, Rows: files.Rows(figure)}
	if shown.coverage {
		what.Question, what.Rows = "coverage of "+what.Question, len(figure.Coverage.Employers)*figure.Coverage.Months
	}
	if out.Body.taken, err = a.takeOut(ctx, what, content); err != nil {
		return err
	}
	out.Disposition = fmt.Sprintf("attachment; filename=%q", "cijfers-"+figure.Position.String()+extensions[shown.form])
	return nil
}

func (a *api) madeAs(shown show, figure figures.Answer, scope access.Scope) ([]byte, error) {
	var b bytes.Buffer
	var err error
	switch l := shown.language; shown.form {
	case export.CSV:
		if shown.coverage {
			err = figures.WriteCoverageCSV(&b, figure, l)
			break
		}
		err = figures.WriteCSV(&b, figure, l)
	case export.Workbook:
		err = files.WriteWorkbook(&b, figure, l)
	case export.OpenData:
		if scope.For != access.ForPublic {
			var wrong fault.Fields
			wrong.Add("format", "open-data is only for what the public may see", "ask it with viewer=public")
			return nil, wrong.Err()
		}
		err = files.WriteOpenData(&b, figure, files.Publisher(a.Contact))
	default:
		err = fmt.Errorf("make a file as %s: there is no such form", shown.form)
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

// takeOut is the one way to a file: whatever is given as one was recorded here.
func (a *api) takeOut(ctx context.Context, what export.TakenOut, content []byte) (taken, error) {
	sum := sha256.Sum256(content)
	what.Size, what.Hash = len(content), hex.EncodeToString(sum[:])
	actor := callOf(ctx).actor
	err := a.recordExport(ctx, export.Take{By: actor, Employer: actor.Employer, TakenOut: what})
	if err != nil {
		return taken{}, err
	}
	return taken{content, fileTypes[what.Form]}, nil
}

// recordExport keeps it with what was taken out for whom the caller works for.
func (a *api) recordExport(ctx context.Context, what export.Command) error {
	owner := callOf(ctx).actor.Employer
	var none fault.Fields
	r := a.request(ctx, Keyed{}, "take out", &none)
	r.Employer = owner
	_, err := export.Decider.Run(ctx, a.journal, export.Stream(owner, a.Clock().UTC().Year()), what, r)
	if errors.Is(err, eventlog.ErrUnknownOutcome) {
		return fault.Wrap(fault.Unavailable, "nothing is given, because it is not certain that it was recorded who takes it out: try again", err)
	}
	return err
}

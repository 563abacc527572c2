package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/export"
	"ruggensteun/domain/fault"
)

// Imports takes files of one kind, of incidents or of notices: first a preview, which
// records nothing, and then, when it is confirmed, the import. It asks itself whether who
// asks may import for the employer; what is another's is a *fault.Fault of kind NotFound.
//
// An employer of uuid.Nil is one that is not known to who asks: only what was sent to
// this server by the same person is found then.
type Imports interface {
	// Upload reads the file to its end. The mapping is the name of one that comes with
	// the program, or its text.
	Upload(ctx context.Context, who access.Actor, mapping string, file io.Reader) (Import, error)
	List(ctx context.Context, who access.Actor, employer uuid.UUID) ([]Import, error)
	Find(ctx context.Context, who access.Actor, employer, id uuid.UUID) (Import, error)
	// Confirm begins to record what was previewed. Confirming twice is confirming once.
	Confirm(ctx context.Context, who access.Actor, id uuid.UUID) (Import, error)
	// Discard forgets a file that was sent; what was recorded of it stays.
	Discard(ctx context.Context, who access.Actor, id uuid.UUID) error
	// Undo takes a batch back; alsoTouched, of incidents, also what somebody changed since.
	Undo(ctx context.Context, who access.Actor, employer, id uuid.UUID, alsoTouched bool) (Import, error)
	// Rejects are the rows that do not go in, in the layout of the file.
	Rejects(ctx context.Context, who access.Actor, id uuid.UUID) (Rejects, error)
}

// Rejects is a file to download; Close removes it.
type Rejects struct {
	io.ReadSeekCloser
	Type, Name string
	Rows       int
}

// importing is the road of one kind of file: the same for all, but for who may go it.
type importing struct {
	*api
	files Imports
	may   access.Action
	path  string
	what  string // in the readings
}

func (a *api) incidentFiles() importing {
	return importing{a, a.Imports, access.ImportIncidents, "/imports", "import"}
}

func (a *api) noticeFiles() importing {
	return importing{a, a.NoticeImports, access.ImportNotices, "/notice-imports", "notice import"}
}

type uploadInput struct{ upload *upload }

// Resolve leaves the body where it is: huma would read all of it into memory.
func (in *uploadInput) Resolve(ctx huma.Context) []error {
	in.upload = uploadOf(ctx)
	return nil
}

type importInput struct {
	ID       string `path:"id" format:"uuid" doc:"Of the import."`
	Employer string `query:"employer" doc:"Code of the employer whose import it is; the caller's own when left out."`
}

type ownImportInput struct {
	ID string `path:"id" format:"uuid" doc:"Of the import, as it was sent to this server."`
}

type undoInput struct {
	ID          string `path:"id" format:"uuid" doc:"Of the import."`
	Employer    string `query:"employer" doc:"Code of the employer whose import it is; the caller's own when left out."`
	AlsoTouched string `query:"alsoTouched" doc:"true: also withdraw incidents that somebody changed since."`
}

type listImportsInput struct {
	Employer string `query:"employer" doc:"Code of the employer whose imports they are; the caller's own when left out."`
}

type importAnswer struct {
	Status   int
	Location string `header:"Location" doc:"Where to see how far it is, and the preview."`
	Body     Import
}

type importsAnswer struct {
	Body struct {
		Imports []Import `json:"imports" doc:"In the order in which they began; files that were sent and not confirmed come last. Without their reports."`
	}
}

// upload answers with the preview where it is made soon, and else with where to
// look for it.
func (a importing) upload(ctx context.Context, in *uploadInput) (*importAnswer, error) {
	actor := callOf(ctx).actor
	// Before anything is read of a file that cannot be taken.
	if err := actor.May(a.may, actor.Employer); err != nil {
		return nil, err
	}
	mapping, file, err := in.upload.parts()
	if err != nil {
		return nil, err
	}
	// The usual time limit is for commands; what breaks this off is a body that stays
	// away, and the limits of the upload.
	found, err := a.files.Upload(context.WithoutCancel(ctx), actor, mapping, file)
	if err = errors.Join(in.upload.trouble(), err); err != nil {
		return nil, first(err)
	}
	in.upload.answering()
	out := a.imported(ctx, found)
	out.Status, out.Location = http.StatusCreated, base+a.path+"/"+found.ID.String()
	return out, nil
}

// first keeps what came first: a body that broke off explains what failed after it.
func first(err error) error {
	var several interface{ Unwrap() []error }
	if errors.As(err, &several) {
		return several.Unwrap()[0]
	}
	return err
}

func (a *api) imported(ctx context.Context, i Import) *importAnswer {
	if i.Failed != nil {
		i.Problem = a.problem(ctx, i.Failed)
		callOf(ctx).kind = "" // this request went well
	}
	return &importAnswer{Status: http.StatusOK, Body: i}
}

func (a importing) read(ctx context.Context, in *importInput) (*importAnswer, error) {
	who, id, owner, err := a.importNamed(ctx, in)
	if err != nil {
		return nil, err
	}
	found, err := a.files.Find(ctx, who, owner, id)
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: a.what, ID: id}); err != nil {
		return nil, err
	}
	return a.imported(ctx, found), nil
}

func (a importing) list(ctx context.Context, in *listImportsInput) (*importsAnswer, error) {
	owner, err := a.owner(ctx, in.Employer)
	if err != nil {
		return nil, err
	}
	if owner == uuid.Nil {
		var wrong fault.Fields
		wrong.Add("employer", "is missing", "give the code of the employer whose imports you ask for")
		return nil, wrong.Err()
	}
	list, err := a.files.List(ctx, callOf(ctx).actor, owner)
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: a.what + "s", ID: owner}); err != nil {
		return nil, err
	}
	out := &importsAnswer{}
	out.Body.Imports = append([]Import{}, list...)
	return out, nil
}

func (a importing) confirm(ctx context.Context, in *ownImportInput) (*importAnswer, error) {
	who, id, err := a.own(ctx, in)
	if err != nil {
		return nil, err
	}
	found, err := a.files.Confirm(ctx, who, id)
	return a.accepted(ctx, found, err)
}

func (a importing) undoAll(ctx context.Context, in *importInput) (*importAnswer, error) {
	return a.undo(ctx, &undoInput{ID: in.ID, Employer: in.Employer})
}

func (a importing) undo(ctx context.Context, in *undoInput) (*importAnswer, error) {
	who, id, owner, err := a.importNamed(ctx, &importInput{ID: in.ID, Employer: in.Employer})
	if err != nil {
		return nil, err
	}
	var wrong fault.Fields
	wrong.Check(in.AlsoTouched == "" || in.AlsoTouched == "true" || in.AlsoTouched == "false", "alsoTouched", "is neither true nor false", "use one of them, or leave it out")
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	found, err := a.files.Undo(ctx, who, owner, id, in.AlsoTouched == "true")
	return a.accepted(ctx, found, err)
}

func (a importing) accepted(ctx context.Context, found Import, err error) (*importAnswer, error) {
	if err != nil {
		return nil, err
	}
	out := a.imported(ctx, found)
	out.Status, out.Location = http.StatusAccepted, base+a.path+"/"+found.ID.String()
	return out, nil
}

func (a importing) discard(ctx context.Context, in *ownImportInput) (*struct{}, error) {
	who, id, err := a.own(ctx, in)
	if err != nil {
		return nil, err
	}
	return nil, a.files.Discard(ctx, who, id)
}

// rejects streams, because a file of rejects may be as long as what was sent.
func (a importing) rejects(ctx context.Context, in *ownImportInput) (*huma.StreamResponse, error) {
	who, id, err := a.own(ctx, in)
	if err != nil {
		return nil, err
	}
	found, err := a.files.Rejects(ctx, who, id)
	if err != nil {
		return nil, err
	}
	if err := a.record(ctx, access.Reading{What: a.what + " rejects", ID: id}); err != nil {
		return nil, errors.Join(err, found.Close())
	}
	if err := a.takeRejects(ctx, id, found); err != nil {
		return nil, errors.Join(err, found.Close())
	}
	return &huma.StreamResponse{Body: func(h huma.Context) {
		defer func() { _ = found.Close() }() // only read
		h.SetHeader("Content-Type", found.Type)
		h.SetHeader("Content-Disposition", fmt.Sprintf("attachment; filename=%q", found.Name))
		h.SetStatus(http.StatusOK)
		_ = sendSlowly(h, found) // a client that left is no error of ours
	}}, nil
}

// takeRejects records a file that may be large: it is read once for its hash.
func (a importing) takeRejects(ctx context.Context, id uuid.UUID, found Rejects) error {
	h := sha256.New()
	size, err := io.Copy(h, found)
	if err == nil {
		_, err = found.Seek(0, io.SeekStart)
	}
	if err != nil {
		return fmt.Errorf("read the rejects of an import: %w", err)
	}
	what := export.TakenOut{Form: export.CSV, Question: a.what + " rejects of " + id.String(), Viewer: "owner", Rows: found.Rows, Size: int(size), Hash: hex.EncodeToString(h.Sum(nil))}
	if found.Type == workbookType {
		what.Form = export.Workbook
	}
	actor := callOf(ctx).actor
	return a.recordExport(ctx, export.Take{By: actor, Employer: actor.Employer, TakenOut: what})
}

func (a importing) own(ctx context.Context, in *ownImportInput) (access.Actor, uuid.UUID, error) {
	who, id, _, err := a.importNamed(ctx, &importInput{ID: in.ID})
	return who, id, err
}

func (a importing) importNamed(ctx context.Context, in *importInput) (who access.Actor, id, owner uuid.UUID, err error) {
	if owner, err = a.owner(ctx, in.Employer); err != nil {
		return who, id, owner, err
	}
	id, err = uuid.Parse(in.ID)
	if err != nil || id.String() != in.ID {
		return who, id, owner, access.NoSuch("import")
	}
	return callOf(ctx).actor, id, owner, nil
}

// owner gives the employer that somebody may import for: the one named, or his
// own; the zero id for who works for none and names none.
func (a importing) owner(ctx context.Context, code string) (uuid.UUID, error) {
	actor := callOf(ctx).actor
	if err := actor.May(a.may, actor.Employer); err != nil || code == "" {
		return actor.Employer, err
	}
	id, found, err := a.Directory.EmployerByCode(ctx, code)
	if err != nil {
		return uuid.Nil, fmt.Errorf("look up the employer of an import: %w", err)
	}
	if !found || !actor.Over(a.may).Includes(id) {
		return uuid.Nil, access.NoSuch("employer")
	}
	return id, nil
}

// lull is how long a client may take nothing of an answer before it is given up.
const lull = 20 * time.Second

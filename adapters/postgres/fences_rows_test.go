package postgres_test

import (
	"context"
	"crypto/sha256"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/adapters/api"
	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/access"
	"ruggensteun/domain/eventlog"
	"ruggensteun/projections/doubles"
	"ruggensteun/projections/listing"
	"ruggensteun/projections/triage"
	"ruggensteun/projections/worklist"
)

func sha(b []byte) [32]byte { return sha256.Sum256(b) }

func idText(id uuid.UUID) string           { return id.String() }
func ownerOf(e eventlog.Recorded) string   { return e.Employer.String() }
func traceID(s doubles.Seen) string        { return s.ID.String() }
func fileID(w worklist.File) string        { return w.ID.String() }
func (f *fenced) list() *postgres.Listing  { return postgres.OpenListing(f.DB) }
func (f *fenced) work() *postgres.Worklist { return postgres.OpenWorklist(f.DB) }
func (f *fenced) due(about uuid.UUID) worklist.Query {
	return worklist.Query{Now: workNoon, Employer: about, Limit: 10}
}
func (f *fenced) logBefore() (from, before time.Time) {
	return workNoon.Add(-time.Hour), workNoon.Add(time.Hour)
}

// behindTwoFences is every question of the API that is answered with rows of an employer. All are
// asked both for one employer and, where that can be, for whatever there is (about is then zero).
var behindTwoFences = map[string]asked{
	"Records.ReadStreamAs": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		if about == uuid.Nil {
			return nil, nil
		}
		got, err := f.log.ReadStreamAs(ctx, s, f.has[about].stream)
		return whose(f, got, ownerOf), err
	},
	"Records.ReadKindAs": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		got, err := f.log.ReadKindAs(ctx, s, about, "trial", eventlog.Place{}, 1<<40, 10)
		return whose(f, got, ownerOf), err
	},
	"Records.CertificatesAs": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		got, err := f.log.CertificatesAs(ctx, s, about, 1<<40, 10)
		return whose(f, got, ownerOf), err
	},
	"Records.CountKindsAs": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) (owners []uuid.UUID, err error) {
		got, err := f.log.CountKindsAs(ctx, s, about, 1<<40)
		for range got["trial"].Events {
			owners = append(owners, about)
		}
		return owners, err
	},
	"Records.ReadCategoryAs": func(ctx context.Context, f *fenced, s access.Scope, _ uuid.UUID) ([]uuid.UUID, error) {
		got, err := f.log.ReadCategoryAs(ctx, s, "trial")
		return whose(f, got, ownerOf), err
	},
	"Documents.Read": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		if about == uuid.Nil {
			return nil, nil
		}
		_, found, err := postgres.OpenBlobs(f.DB).Get(ctx, s, f.has[about].blob)
		if !found {
			return nil, err
		}
		return []uuid.UUID{about}, err
	},
	"Listing.List": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		got, err := f.list().List(ctx, s, listing.Query{Employer: about, Order: listing.NewestFirst, Limit: 10})
		return whose(f, got.Rows, func(r listing.Row) string { return r.ID.String() }), err
	},
	"Listing.Employers": func(ctx context.Context, f *fenced, s access.Scope, _ uuid.UUID) ([]uuid.UUID, error) {
		got, err := f.list().Employers(ctx, s, "", 10)
		return whose(f, got.Rows, func(e listing.Employer) string { return e.ID.String() }), err
	},
	"Listing.Around": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		if about == uuid.Nil {
			return nil, nil
		}
		cases, aangiften, care, err := f.list().Around(ctx, s, f.has[about].incident)
		return whose(f, slices.Concat(cases, aangiften, care), idText), err
	},
	"Listing.Against": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		if about == uuid.Nil {
			return nil, nil
		}
		cases, err := f.list().Against(ctx, s, f.has[about].suspect)
		return whose(f, cases, idText), err
	},
	"Doubles.Near": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		if about == uuid.Nil {
			return nil, nil
		}
		near, err := postgres.OpenDoubles(f.DB).Near(ctx, s, about, []doubles.Seen{f.has[about].trace})
		if err != nil {
			return nil, err
		}
		return slices.Concat(whose(f, near[0].Traces, traceID), whose(f, slices.Collect(maps.Keys(near[0].Others)), idText)), nil
	},
	"Doubles.Traces, of an import": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		if about == uuid.Nil {
			return nil, nil
		}
		got, err := postgres.OpenDoubles(f.DB).Traces(ctx, s, []uuid.UUID{f.has[about].trace.ID})
		return whose(f, got, traceID), err
	},
	"Triage.Waiting": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		got, err := postgres.OpenTriage(f.DB).Waiting(ctx, s, triage.Query{Employer: about, Limit: 10})
		return whose(f, got.Lines, func(l triage.Line) string { return l.ID.String() }), err
	},
	"Worklist.List": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		got, err := f.work().List(ctx, s, f.due(about))
		owners := whose(f, got.Rows, func(r worklist.Row) string { return r.ID.String() })
		for _, n := range got.Counts { // of all pages: no more than the rows of this one
			if n > len(owners) {
				owners = append(owners, uuid.Max)
			}
		}
		return owners, err
	},
	"Worklist.List, of an incident": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		if about == uuid.Nil {
			return nil, nil
		}
		q := f.due(uuid.Nil)
		q.Incident = f.has[about].incident
		got, err := f.work().List(ctx, s, q)
		return whose(f, got.Rows, func(r worklist.Row) string { return r.ID.String() }), err
	},
	"Worklist.Digest": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		got, err := f.work().Digest(ctx, s, f.due(about))
		return whose(f, got.Groups, func(g worklist.Group) string { return g.Agreement }), err
	},
	"Worklist.Kept": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		got, err := f.work().Kept(ctx, s, worklist.KeptQuery{Now: workNoon, Employer: about})
		return whose(f, got.Kept, func(k worklist.Kept) string { return k.Agreement }), err
	},
	"Worklist.Files": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		got, err := f.work().Files(ctx, s, worklist.FileQuery{Employer: about, Limit: 10})
		return whose(f, got.Files, fileID), err
	},
	"Worklist.Files, of an incident": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		if about == uuid.Nil {
			return nil, nil
		}
		got, err := f.work().Files(ctx, s, worklist.FileQuery{Incident: f.has[about].incident, Limit: 10})
		return whose(f, got.Files, fileID), err
	},
	"Attempts.List": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		got, err := postgres.OpenAttempts(f.DB).List(ctx, s, about, 0, 10)
		return whose(f, got.Attempts, func(a access.Attempted) string { return a.Record.String() }), err
	},
	"Access.KnownAs": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		got, err := postgres.OpenAccess(f.DB).KnownAs(ctx, s, about, access.Roles())
		return whose(f, got, func(a access.Said) string { return a.Actor.String() }), err
	},
	"Access.KnocksAs": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		got, err := postgres.OpenAccess(f.DB).KnocksAs(ctx, s, about, 0, 10)
		return whose(f, got.Knocks, func(k access.Knock) string { return k.Actor.ID.String() }), err
	},
	"Access.HeldAs": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		_, before := f.logBefore()
		got, err := postgres.OpenAccess(f.DB).HeldAs(ctx, s, about, before)
		return whose(f, got, func(a access.Said) string { return a.Actor.String() }), err
	},
	"Access.ReadingsAs": func(ctx context.Context, f *fenced, s access.Scope, about uuid.UUID) ([]uuid.UUID, error) {
		if about == uuid.Nil {
			return nil, nil
		}
		from, before := f.logBefore()
		got, err := postgres.OpenAccess(f.DB).ReadingsAs(ctx, s, about, f.has[about].incident, from, before)
		return whose(f, got, func(r access.Reading) string { return r.ID.String() }), err
	},
}

// behindOne are those that have one fence or show no row, each with what the one is.
var behindOne = map[string]string{
	"Figures.Ask":             "the engine counts within the scope; its rows are loaded through the reader's login",
	"Figures.Plain":           "as Ask",
	"Figures.Deviation":       "as Ask",
	"Figures.Funnel":          "as Ask",
	"Figures.Change":          "as Ask",
	"Figures.Await":           "a position",
	"Figures.Method":          "how numbers are protected, of no employer",
	"Figures.Classifications": "tables of codes, of no employer",
	"Terms.Recount":           "it counts the files that Worklist.Files gives, which has two",

	"Orders.Order": "what is done with read models, of no employer; it shows no row of theirs",
	"Orders.Last":  "what was done with read models, of no employer",

	"Log.Append":     "Decide asks access; the log refuses a stream of another employer",
	"Log.Outcome":    "by a keyed print of the request, which names who asks",
	"Log.Read":       "for deciders and consumers, whose door asks access",
	"Log.ReadStream": "for deciders, which ask access before they answer",
	"Log.Head":       "a position",
	"Log.Await":      "a position",

	"Directory.EmployerByCode":       "the keyed index: an id by what one knows already",
	"Directory.PersonByStaffNumber":  "the keyed index, under an employer",
	"Directory.CasesBy":              "the keyed index, under an employer; the records that it leads to have two",
	"Directory.AangiftenBy":          "as CasesBy",
	"Directory.IncidentsByRecordKey": "as CasesBy",
	"Directory.SearchHash":           "a hash of what is asked",
	"Directory.IncidentsNaming":      "as CasesBy",
	"Directory.SuspectsBy":           "as CasesBy",

	"Keys.Known":      "whether there are keys, under an employer",
	"Keys.Erase":      "what Decide allowed",
	"Documents.Keep":  "it writes",
	"Attempts.Keep":   "it writes",
	"Readings.Record": "it writes",
	"Access.Held":     "it writes",
	"Access.Knocked":  "it writes",
	"Access.InForce":  "rules and logins, of no employer",

	"Access.KnocksOfNobody": "lines of no employer",
	"Access.KnockDays":      "numbers, of nobody",

	"Worklist.Await":     "a position",
	"History.Now":        "a time",
	"History.PositionAt": "a position",

	"Keys.ForgetEmployer": "what Decide allowed",
	"Departures.Left":     "whether an employer left, under an employer",
	"Departures.Since":    "a number, under an employer that Decide allowed",
	"Departures.Close":    "it writes, what the log says",
	"Departures.Keys":     "ids of keys, under an employer that Decide allowed",
	"Departures.Redact":   "it writes, what the log says",
	"Departures.Redacted": "a position",
	"Departures.Removed":  "numbers, under an employer that Decide allowed",
	"Departures.Clear":    "it writes, for who left",

	// Files that were sent lie in a folder; what was recorded of them is in the log.
	"Imports.Upload": "who sent it", "Imports.List": "access, by employer", "Imports.Find": "access, by employer", "Imports.Confirm": "who sent it",
	"Imports.Discard": "who sent it", "Imports.Undo": "access, by employer", "Imports.Rejects": "who sent it",
}

// noStores hold no rows.
var noStores = []string{"Opened", "Closed", "Evidence", "Identity", "Printer", "Health", "SignIn"}

// TestEveryStoreHasItsFences finds a method that was added to what the API stands on.
func TestEveryStoreHasItsFences(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	scope := reflect.TypeFor[access.Scope]()
	for field := range reflect.TypeFor[api.Needs]().Fields() {
		if field.Type.Kind() != reflect.Interface {
			continue
		}
		store := strings.TrimPrefix(field.Name, "Notice")
		for method := range field.Type.Methods() {
			name := store + "." + method.Name
			known[name] = true
			_, two := behindTwoFences[name]
			_, one := behindOne[name]
			scoped := slices.Contains(slices.Collect(method.Type.Ins()), scope)
			if two == one && (scoped || two || !slices.Contains(noStores, store)) {
				t.Errorf("%s stands in both lists or in none: put it in behindTwoFences, or say in behindOne what its one fence is", name)
			}
		}
	}
	for name := range behindOne {
		if !known[name] {
			t.Errorf("%s stands in the list, and the API has no such need", name)
		}
	}
}

// brings asks about one of the two, and for whatever there is.
func (f *fenced) brings(t *testing.T, ask asked, scope access.Scope, about uuid.UUID) []uuid.UUID {
	t.Helper()
	var all []uuid.UUID
	for _, employer := range []uuid.UUID{about, uuid.Nil} {
		owners, err := ask(t.Context(), f, scope, employer)
		if err != nil {
			t.Error(err)
		}
		all = append(all, owners...)
	}
	return all
}

// own tells that only rows of a came.
func (f *fenced) own(t *testing.T, ask asked, scope access.Scope) {
	t.Helper()
	if owners := f.brings(t, ask, scope, f.b); slices.ContainsFunc(owners, func(o uuid.UUID) bool { return o != f.a }) {
		t.Errorf("rows of %v came, asked about b: a is %s and b %s", owners, f.a, f.b)
	}
	if owners := f.brings(t, ask, scope, f.a); len(owners) == 0 || slices.ContainsFunc(owners, func(o uuid.UUID) bool { return o != f.a }) {
		t.Errorf("rows of %v came, asked about a, want those of %s and no others", owners, f.a)
	}
}

func TestRowSecurityHoldsWhereNoQuestionAsksWhoMaySee(t *testing.T) {
	t.Parallel()
	f := newFenced(t)
	for name, ask := range behindTwoFences {
		if owners := f.brings(t, ask, access.Scope{All: true}, f.b); !slices.Contains(owners, f.b) {
			t.Errorf("%s: rows of %v came of all: what follows proves nothing", name, owners)
		}
	}
	f.HoldReadersTo(t, f.a)
	for name, ask := range behindTwoFences {
		t.Run(name, func(t *testing.T) { f.own(t, ask, access.Scope{All: true}) })
	}
}

func TestEveryQuestionFiltersWhereThereIsNoRowSecurity(t *testing.T) {
	t.Parallel()
	f := newFenced(t)
	f.WithoutRowSecurity(t)
	for table, want := range map[string]int{"events": 4, "work_clocks": 2, "attempts": 2, "readings": 2, "role_held": 2, "authlog": 2} {
		if n := f.seesOf(t, table); n != want {
			t.Fatalf("with the fence off the login sees %d rows of %s, want %d: this proves nothing", n, table, want)
		}
	}
	for name, ask := range behindTwoFences {
		t.Run(name, func(t *testing.T) {
			f.own(t, ask, access.Scope{Employer: f.a})
			if owners := f.brings(t, ask, access.Scope{}, f.b); len(owners) > 0 {
				t.Errorf("rows of %v came without a scope", owners)
			}
		})
	}
}

// seesOf counts as the reader's login, for which nobody said whose rows.
func (f *fenced) seesOf(t *testing.T, table string) (n int) {
	t.Helper()
	err := f.DB.AsReader(t.Context(), access.Scope{}, func(tx pgx.Tx) error {
		return tx.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// ofNoEmployer are the tables that a reader is shown whole.
var ofNoEmployer = []string{"builds", "consumers", "projections", "rule_sets", "rules_in_force", "store"}

// TestAReaderIsShownNoTableWithoutRowSecurity but those of no employer.
func TestAReaderIsShownNoTableWithoutRowSecurity(t *testing.T) {
	t.Parallel()
	f := newFenced(t)
	rows, err := session(t, f.Logins.Owner).Query(t.Context(), `
		SELECT c.relname
		FROM pg_class AS c
		JOIN pg_namespace AS n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relrowsecurity
			AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
			AND has_any_column_privilege($1, c.oid, 'SELECT')
		ORDER BY 1`, postgres.ReaderRole)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || !slices.Equal(shown, ofNoEmployer) {
		t.Errorf("shown whole are %q, %v; want %q", shown, err, ofNoEmployer)
	}
}

// withoutPolicy are the tables that row-level security does not hold, with why.
var withoutPolicy = map[string]string{
	"streams": keptFromReaders, "commands": keptFromReaders, "marks": keptFromReaders, "keyrings": keptFromReaders, "redactions": keptFromReaders, "dead_letters": keptFromReaders,
	"sessions": keptFromReaders, "sign_in_attempts": keptFromReaders, "processing_copies": keptFromReaders, "migrations": keptFromReaders,
	"incident_units": "of_unit reads it for the policies, and " + keptFromReaders, "record_incidents": "as incident_units",
}

const keptFromReaders = "the reader's login may not open it"

// TestEveryTableIsBehindAPolicyOrSaysWhyNot: of every table that there is, as the catalogue lists them, row-level
// security shows the reader's login the rows of one employer, or the table says what keeps its rows.
func TestEveryTableIsBehindAPolicyOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	f := newFenced(t)
	rows, err := session(t, f.Logins.Owner).Query(t.Context(), `
		SELECT
			c.relname,
			has_any_column_privilege($1, c.oid, 'SELECT'),
			c.relrowsecurity AND EXISTS (
				SELECT
				FROM pg_policies AS p
				WHERE p.schemaname = n.nspname AND p.tablename = c.relname AND p.roles @> ARRAY[$1]::name[]
					AND (p.qual LIKE '%may_read(%' OR p.qual LIKE '%ruggensteun.employer%'))
		FROM pg_class AS c
		JOIN pg_namespace AS n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
		ORDER BY 1`, postgres.ReaderRole)
	if err != nil {
		t.Fatal(err)
	}
	held, known := 0, map[string]bool{}
	var name string
	var shown, policy bool
	_, err = pgx.ForEachRow(rows, []any{&name, &shown, &policy}, func() error {
		known[name] = true
		why := withoutPolicy[name]
		if slices.Contains(ofNoEmployer, name) {
			why = "of no employer"
		}
		switch {
		case policy:
			held++
			if why != "" {
				t.Errorf("%s is behind a policy, and is listed as not: leave it out", name)
			}
		case why == "":
			t.Errorf("%s is behind no policy: give its rows one, or say in withoutPolicy what keeps them", name)
		case why != "of no employer" && shown:
			t.Errorf("%s is behind no policy, and the reader's login may read it", name)
		}
		return nil
	})
	if err != nil || held < 10 {
		t.Errorf("%d tables are behind a policy, %v", held, err)
	}
	for name := range withoutPolicy {
		if !known[name] {
			t.Errorf("%s is listed, and is no table", name)
		}
	}
}

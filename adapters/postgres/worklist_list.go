package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"ruggensteun/domain/access"
	"ruggensteun/domain/agreement"
	"ruggensteun/domain/casework"
	"ruggensteun/domain/codes"
	"ruggensteun/projections/worklist"
)

// workQuery is a question of the work list as SQL. Every state is a stretch of the
// index by stand and end, so a page reads about as many rows as it shows.
type workQuery struct {
	worklist.Query
	arguments pgx.NamedArgs
	with      string   // what goes before the statement
	source    string   // the table, or what with made of it
	holds     []string // for every row, whatever its state
	// For how long before its end a term of some stand is due soon, at most and at least; ""
	// is not known.
	longest, shortest string
}

// inScope narrows a query to the scope of whoever asks: the first fence.
func inScope(scope access.Scope, q worklist.Query) worklist.Query {
	q.Employer = ownerIn(scope, q.Employer)
	if scope.Unit != "" && string(q.Unit) != scope.Unit {
		if q.Unit != "" {
			q.Employer = nobody
		}
		q.Unit = codes.Code(scope.Unit)
	}
	return q
}

// onlyUnitSQL is that a file rests on incidents of one unit and of no other.
const onlyUnitSQL = "unit = @only::text AND other_units = '{}'"

// workSQL is for whoever is kept to a unit, or to none, "".
func workSQL(q worklist.Query, only string) *workQuery {
	w := &workQuery{Query: q, source: "work_clocks", arguments: pgx.NamedArgs{
		"now": q.Now, "today": q.Today.Time(), "employer": q.Employer, "actor": q.Actor, "party": q.Party, "agreement": q.Agreement,
		"incident": q.Incident, "unit": q.Unit, "only": only, "kind": q.Kind, "limit": q.Limit + 1, "counted": worklist.CountedTo + 1,
		"ends": whenKnown(q.After.TooLate), "file": q.After.File, "n": q.After.N,
	}}
	w.holds = append(w.holds, "stand > 0")
	if q.Employer != uuid.Nil {
		w.holds = append(w.holds, "employer = @employer::uuid")
	}
	w.longest = "SELECT max(alert_for) FROM work_clocks WHERE " + strings.Join(w.holds, " AND ") + " AND alert_for IS NOT NULL AND stand = "
	if q.Agreement != "" {
		w.holds = append(w.holds, "agreement = @agreement::text")
		const alert = "(coalesce(alert_for, '0'::interval)) FROM work_clocks WHERE "
		bound := alert + strings.Join(w.holds, " AND ") + " AND too_late IS NOT NULL AND stand = "
		w.longest, w.shortest = "SELECT max"+bound, "SELECT min"+bound
	}
	if q.Actor != uuid.Nil || q.Incident != uuid.Nil {
		w.fromFiles()
	}
	if q.Kind != "" {
		w.holds = append(w.holds, "kind = @kind::text")
	}
	if only != "" {
		w.holds = append(w.holds, onlyUnitSQL)
	}
	return w
}

// turnSQL is worklist.Clock.Turn.
const turnSQL = "CASE WHEN takes_over <> '' AND take_over_at <= @now::timestamptz THEN takes_over ELSE responsible END"

// fromFiles begins at the terms of an actor or on an incident: few, where those of all
// would be many to look through.
func (w *workQuery) fromFiles() {
	const columns = "file, n, employer, stand, ends_at, alert_at, due_from, due_on, snoozed_until, kind, actor, invented, agreement, responsible, takes_over, take_over_at, unit, other_units"
	of := func(conditions ...string) string {
		if w.Incident != uuid.Nil {
			// As an array, so that the server looks each of them up, however many it expects.
			conditions = append(conditions, "file = ANY (ARRAY(SELECT file FROM work_links WHERE link = @incident::uuid))")
		}
		return "SELECT " + columns + " FROM work_clocks WHERE " + strings.Join(append(conditions, w.holds...), " AND ")
	}
	list := []string{of()}
	if w.Actor != uuid.Nil { // worklist.Row.Of, each term once
		const followed = "actor = @actor::uuid"
		offered := "offered_to IN (@actor::uuid, '" + casework.Team.String() + "')"
		list = []string{
			of(followed),
			of("NOT "+followed, offered, "offered_to <> '"+uuid.Nil.String()+"'"),
			of("NOT "+followed, "NOT "+offered, "stand_in = @actor::uuid", "(takes_over = 'STAND_IN' OR responsible = 'STAND_IN')", turnSQL+" = 'STAND_IN'"),
		}
	}
	w.with, w.source, w.longest, w.shortest = "WITH mine AS MATERIALIZED ("+strings.Join(list, "\nUNION ALL ")+")\n", "mine", "", ""
}

// stretch is terms of some states that stand together in the index.
type stretch struct {
	states []agreement.State // which of these are wanted
	where  string
}

// stretches are where terms of these states are, each with what is left out because it
// was put away left out.
func (w *workQuery) stretches(states []agreement.State) (list []stretch) {
	units := []string{""}
	if w.Unit != "" {
		units = []string{" AND " + firstUnitSQL, " AND " + otherUnitSQL}
	}
	for _, unit := range units {
		if w.Party == "" {
			list = append(list, w.stretchesOf(states, unit, false)...)
			continue
		}
		// Two ways in which it is for a party, each with an index of its own.
		list = append(list, w.stretchesOf(states, unit+" AND responsible = @party::text", false)...)
		list = append(list, w.stretchesOf(states, unit+" AND takes_over = @party::text AND takes_over <> '' AND take_over_at <= @now::timestamptz AND responsible <> @party::text", true)...)
	}
	return list
}

// The first unit of a file and the others have an index each; a file has every unit once.
const (
	firstUnitSQL = "unit = @unit::text AND unit <> ''"
	otherUnitSQL = "other_units @> ARRAY[@unit::text] AND other_units <> '{}'"
)

// stretchesOf is for one of them; whoever takes over does so after the end.
func (w *workQuery) stretchesOf(states []agreement.State, narrowed string, ended bool) (list []stretch) {
	add := func(where string, of ...agreement.State) {
		wanted := slices.DeleteFunc(of, func(s agreement.State) bool { return !slices.Contains(states, s) })
		if len(wanted) == 0 {
			return
		}
		if len(wanted) == 1 {
			where += map[agreement.State]string{
				agreement.DueNow: " AND due_from <= @now::timestamptz", agreement.DueSoon: " AND (due_from IS NULL OR due_from > @now::timestamptz)",
			}[wanted[0]]
		}
		conditions := append(slices.Clone(w.holds), where+narrowed)
		if !w.Snoozed && wanted[0] != agreement.Lapsed {
			conditions = append(conditions, "(snoozed_until IS NULL OR snoozed_until <= @today::date)")
		}
		list = append(list, stretch{wanted, strings.Join(conditions, " AND ")})
	}
	add("stand = 1 AND ends_at <= @now::timestamptz", agreement.Lapsed)
	add("stand = 2 AND ends_at <= @now::timestamptz", agreement.NotReceived)
	if ended {
		return list
	}
	add("stand = 4", agreement.NotReceived)
	add("stand = 3", agreement.Suspended)
	for _, stand := range []string{"1", "2", "5"} {
		soon, later := "ends_at < 'infinity'", ""
		if w.longest != "" {
			soon = "ends_at <= @now::timestamptz + (" + w.longest + stand + ")"
		}
		if w.shortest != "" {
			later = " AND ends_at > @now::timestamptz + coalesce((" + w.shortest + stand + "), '0'::interval)"
		}
		add("stand = "+stand+" AND ends_at > @now::timestamptz AND "+soon+" AND alert_at <= @now::timestamptz", agreement.DueNow, agreement.DueSoon)
		add("stand = "+stand+" AND ends_at > @now::timestamptz AND alert_at > @now::timestamptz"+later, agreement.Running)
	}
	return list
}

// page gives the rows behind the cursor, and one more, which tells whether there is a
// next page.
func (w *workQuery) page() string {
	states := w.States
	if len(states) == 0 {
		states = worklist.Open()
	}
	const order = "ends_at, file, n"
	var parts []string
	for _, s := range w.stretches(states) {
		urgency := worklist.Urgency(s.states[0])
		switch {
		case w.After.Begins() || urgency > w.After.Urgency:
		case urgency < w.After.Urgency:
			continue
		default:
			s.where += " AND (" + order + ") > (coalesce(@ends::timestamptz, 'infinity'), @file::uuid, @n::integer)"
		}
		parts = append(parts, fmt.Sprintf("(SELECT %d AS urgency, %s FROM %s WHERE %s ORDER BY %[2]s LIMIT @limit::integer)", urgency, order, w.source, s.where))
	}
	if len(parts) == 0 { // a cursor behind all states that are asked for
		parts = []string{"SELECT 0 AS urgency, " + order + " FROM work_clocks WHERE false"}
	}
	return fmt.Sprintf(`%sSELECT c.n, %s, %s
FROM (
    SELECT * FROM (
        %s
    ) AS parts ORDER BY urgency, %s LIMIT @limit::integer
) AS page
JOIN work_clocks AS c ON c.file = page.file AND c.n = page.n
JOIN work_files AS f ON f.id = page.file
ORDER BY page.urgency, page.ends_at, page.file, page.n`,
		w.with, from("f.", fileColumns), from("c.", clockColumns), strings.Join(parts, "\n        UNION ALL "), order)
}

// counts gives a number for each open state, and one for what was put away.
func (w *workQuery) counts() string {
	if w.with != "" {
		return w.countsOfFew()
	}
	var columns []string
	for _, state := range worklist.Open() {
		var parts []string
		for _, s := range w.stretches([]agreement.State{state}) {
			parts = append(parts, "(SELECT FROM "+w.source+" WHERE "+s.where+" ORDER BY ends_at, file, n LIMIT @counted::integer)")
		}
		columns = append(columns, "(SELECT least(count(*), @counted::integer) FROM ("+strings.Join(parts, " UNION ALL ")+") AS few)")
	}
	away := "0::bigint"
	if !w.Snoozed {
		away = "(SELECT count(*) FROM (SELECT FROM " + w.source + " WHERE " + w.away() + " LIMIT @counted::integer) AS few)"
	}
	return w.with + "SELECT " + strings.Join(append(columns, away), ",\n    ")
}

// countsOfFew goes once through terms that were found before.
func (w *workQuery) countsOfFew() string {
	var columns []string
	for _, state := range worklist.Open() {
		var parts []string
		for _, s := range w.stretches([]agreement.State{state}) {
			parts = append(parts, "("+s.where+")")
		}
		columns = append(columns, "least(count(*) FILTER (WHERE "+strings.Join(parts, " OR ")+"), @counted::integer)")
	}
	away := "0::bigint"
	if !w.Snoozed {
		away = "least(count(*) FILTER (WHERE " + w.away() + "), @counted::integer)"
	}
	return w.with + "SELECT " + strings.Join(append(columns, away), ",\n    ") + " FROM " + w.source
}

// away is what is left out because its file was put away.
func (w *workQuery) away() string {
	holds := w.holds
	if w.Party != "" {
		holds = append(slices.Clone(holds), "(responsible = @party::text OR "+turnSQL+" = @party::text)")
	}
	if w.Unit != "" {
		holds = append(slices.Clone(holds), "("+firstUnitSQL+" OR "+otherUnitSQL+")")
	}
	return strings.Join(holds, " AND ") + " AND snoozed_until > @today::date AND NOT (stand IN (1, 5) AND ends_at <= @now::timestamptz)"
}

// digest gives all alarms in groups.
func (w *workQuery) digest() string {
	states := worklist.Alarms()
	if len(w.States) > 0 {
		states = slices.DeleteFunc(states, func(s agreement.State) bool { return !slices.Contains(w.States, s) })
	}
	var parts []string
	for _, state := range states {
		for _, s := range w.stretches([]agreement.State{state}) {
			parts = append(parts, fmt.Sprintf("SELECT %d AS alarm, actor, %s AS party, agreement, due_on, invented FROM %s WHERE %s",
				slices.Index(worklist.Alarms(), state), turnSQL, w.source, s.where))
		}
	}
	if len(parts) == 0 {
		parts = []string{"SELECT 0 AS alarm, actor, responsible AS party, agreement, due_on, invented FROM work_clocks WHERE false"}
	}
	return w.with + `SELECT actor, party, agreement, count(*) FILTER (WHERE alarm = 0), count(*) FILTER (WHERE alarm = 1),
    count(*) FILTER (WHERE alarm = 2), count(*) FILTER (WHERE alarm = 3), count(*) FILTER (WHERE invented), min(due_on)
FROM (` + strings.Join(parts, "\n    UNION ALL ") + `) AS alarms
GROUP BY actor, party, agreement`
}

// knownToSQL is how far the list is known: how far the one who counts it came.
const knownToSQL = `SELECT coalesce(min(position), 0) FROM consumers WHERE name = '` + worklist.Consumer + `'`

// byIndexSQL keeps the server to the indexes that are made for these questions. It takes
// a few hundred rows out of however many there are, and cannot know how they lie: by its
// own estimates it would read the whole table, or compile a program first.
const byIndexSQL = `SELECT set_config('enable_seqscan', 'off', true), set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true),
    set_config('plan_cache_mode', $1, true)`

// planned is whether the server thinks anew for each question. That takes it as long as
// the answer does, and it thinks of the same but twice: of what is for a party, where it would
// look through all parties, and behind a cursor, where it would begin at the first page.
func (w *workQuery) planned() string {
	if w.Party != "" || !w.After.Begins() {
		return "force_custom_plan"
	}
	return "force_generic_plan"
}

// List gives a page of what is to be done, in the scope of whoever asks. Errors that
// wrap eventlog.ErrUnavailable may pass by themselves.
func (w *Worklist) List(ctx context.Context, scope access.Scope, q worklist.Query) (page worklist.Page, err error) {
	err = w.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		sql := workSQL(inScope(scope, q), scope.Unit)
		if _, err := tx.Exec(ctx, byIndexSQL, sql.planned()); err != nil {
			return err
		}
		var b pgx.Batch
		b.Queue(knownToSQL).QueryRow(func(row pgx.Row) error { return row.Scan(&page.Position) })
		b.Queue(sql.page(), sql.arguments).Query(func(rows pgx.Rows) error {
			page.Rows, err = collectWork(rows)
			return err
		})
		if q.After.Begins() {
			b.Queue(sql.counts(), sql.arguments).QueryRow(counting{&page}.scan)
		}
		return tx.SendBatch(ctx, &b).Close()
	})
	if err != nil {
		return worklist.Page{}, fmt.Errorf("list what is to be done: %w", err)
	}
	return q.Cut(page), nil
}

// counting reads what workQuery.counts gives.
type counting struct{ *worklist.Page }

func (c counting) scan(row pgx.Row) error {
	numbers := make([]int, len(worklist.Open())+1)
	refs := make([]any, len(numbers))
	for i := range numbers {
		refs[i] = &numbers[i]
	}
	if err := row.Scan(refs...); err != nil {
		return err
	}
	c.Counts = map[agreement.State]int{}
	for i, state := range worklist.Open() {
		if numbers[i] > 0 {
			c.Counts[state] = numbers[i]
		}
	}
	c.PutAway = numbers[len(numbers)-1]
	return nil
}

func collectWork(rows pgx.Rows) (list []worklist.Row, err error) {
	for rows.Next() {
		var r worklist.Row
		n := newNullable()
		if err := rows.Scan(slices.Concat([]any{&r.N}, fileRefs(&r.File, n), clockRefs(&r.Clock, n))...); err != nil {
			return nil, err
		}
		n.set()
		list = append(list, r)
	}
	return list, rows.Err()
}

// Digest gives all alarms in groups.
func (w *Worklist) Digest(ctx context.Context, scope access.Scope, q worklist.Query) (d worklist.Digest, err error) {
	err = w.db.asReader(ctx, scope, func(tx pgx.Tx) error {
		sql := workSQL(inScope(scope, q), scope.Unit)
		if _, err := tx.Exec(ctx, byIndexSQL, sql.planned()); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, knownToSQL).Scan(&d.Position); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, sql.digest(), sql.arguments)
		if err != nil {
			return err
		}
		d.Groups, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (g worklist.Group, err error) {
			n := newNullable()
			err = row.Scan(&g.Actor, &g.Party, &g.Agreement, &g.Lapsed, &g.Due, &g.DueSoon, &g.NotReceived, &g.Invented, n.day(&g.Oldest))
			n.set()
			return g, err
		})
		return err
	})
	if err != nil {
		return worklist.Digest{}, fmt.Errorf("group what is to be done: %w", err)
	}
	slices.SortFunc(d.Groups, worklist.CompareGroups)
	return d, nil
}

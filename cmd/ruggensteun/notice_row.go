package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"ruggensteun/adapters/intake"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/fault"
	"ruggensteun/domain/moment"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/triage"
)

// noticeRow is what a row of a file says, in words of the trade.
type noticeRow struct {
	intake.Record
	regime  codes.Code
	content triage.Content
}

// avg is the law that a notice is of unless the mapping says otherwise, as of a case.
const avg codes.Code = "AVG"

// read makes a notice of a record, and checks it as a case would. The error is a
// *fault.Fault by fields.
func (i *noticeImporter) read(ctx context.Context, r intake.Record) (noticeRow, error) {
	row := noticeRow{Record: r, regime: avg}
	var wrong fault.Fields
	worker, err := i.person(ctx, r, intake.NoticeWorker, &wrong)
	if err != nil {
		return row, err
	}
	claimant, err := i.person(ctx, r, intake.NoticeClaimant, &wrong)
	if err != nil {
		return row, err
	}
	if claimant == uuid.Nil {
		claimant = i.employer.ID
	}
	if c := codeIn(r, intake.NoticeRegime); c != "" {
		wrong.Check(c == avg || c == "WPG", string(intake.NoticeRegime), "is neither of the two", "use AVG or WPG")
		row.regime = c
	}
	heard, err := prosecution.Unplaced(time.Now(), i.employer.ID, prosecution.Heard{
		Received: momentIn(r, intake.NoticeReceived), Source: codeIn(r, intake.NoticeSource),
		Told:    prosecution.Told{Step: codeIn(r, intake.NoticeStep), Effect: momentIn(r, intake.NoticeEffect), Details: details(r, worker, &wrong)},
		Amounts: amounts(r, claimant, &wrong), Reference: wordsIn(r, intake.NoticeReference), Text: wordsIn(r, intake.NoticeText),
	})
	row.content = triage.Content{Heard: heard, Clues: triage.Clues{
		Case: wordsIn(r, intake.NoticeCase), Numbers: linesIn(r, intake.NoticeNumbers), Aangifte: wordsIn(r, intake.NoticeAangifte), Incident: wordsIn(r, intake.NoticeIncident),
	}}
	row.checkClues(&wrong)
	return row, joined(wrong.Err(), err)
}

// longestClue is that of the numbers that a case keeps.
const longestClue = 100 // characters

func (r noticeRow) checkClues(wrong *fault.Fields) {
	c := r.content
	for field, list := range map[intake.Field][]string{
		intake.NoticeCase: {c.Clues.Case}, intake.NoticeNumbers: c.Numbers, intake.NoticeAangifte: {c.Clues.Aangifte}, intake.NoticeIncident: {c.Incident},
	} {
		long := slices.ContainsFunc(list, func(text string) bool { return utf8.RuneCountInString(text) > longestClue })
		wrong.Check(!long, string(field), "is longer than 100 characters", "give the number alone")
	}
}

// joined tells the wrong fields of both.
func joined(first, second error) error {
	var all fault.Fields
	for _, err := range []error{first, second} {
		f, is := asFault(err)
		if err != nil && (!is || len(f.Fields) == 0) {
			return err
		}
		if is {
			for _, field := range f.Fields {
				all.Add(field.Name, field.Problem, field.Remedy)
			}
		}
	}
	return all.Err()
}

// person finds a worker by the staff number in a row.
func (i *noticeImporter) person(ctx context.Context, r intake.Record, field intake.Field, wrong *fault.Fields) (uuid.UUID, error) {
	number := wordsIn(r, field)
	if number == "" {
		return uuid.Nil, nil
	}
	id, found, err := i.vault.PersonByStaffNumber(ctx, i.employer.ID, number)
	wrong.Check(found || err != nil, string(field), "is the staff number of nobody on record here", "mend it, or register the incident with this worker first")
	return id, err
}

func details(r intake.Record, worker uuid.UUID, wrong *fault.Fields) prosecution.Details {
	d := prosecution.Details{
		Worker: worker, VPT: codeIn(r, intake.NoticeVPT), Sepot: codeIn(r, intake.NoticeSepot), Conditional: codeIn(r, intake.NoticeConditional),
		Summons: codeIn(r, intake.NoticeSummons), Uplift: codeIn(r, intake.NoticeUplift), Outcome: codeIn(r, intake.NoticeOutcome),
		Instance: codeIn(r, intake.NoticeInstance), Decision: codeIn(r, intake.NoticeDecision),
	}
	if hearing := r.Answers[intake.NoticeHearing]; hearing.Known() && hearing.Time.Known() {
		d.Hearing = hearing.Time
	}
	if percent, is := r.Answers[intake.NoticePercent].Number.Get(); is {
		d.Percent = codes.Exactly(percent)
	}
	articles, sizes := r.Answers[intake.NoticeArticle].Codes, r.Answers[intake.NoticeSize].Codes
	for n, c := range r.Answers[intake.NoticeSanctions].Codes {
		d.Sanctions = append(d.Sanctions, prosecution.Sanction{Kind: c, Size: sizeOf(c, besideAt(sizes, n), wrong)})
	}
	for n, c := range r.Answers[intake.NoticeOffences].Codes {
		d.Offences = append(d.Offences, prosecution.Offence{Offence: c, Article: besideAt(articles, n)})
	}
	return d
}

// besideAt is what stands beside a code; "" where nothing does.
func besideAt(list []codes.Code, n int) string {
	if n >= len(list) || list[n].Missing() {
		return ""
	}
	return string(list[n])
}

// sizeOf is in days, hours or cents, by the kind; money stands in euros in a file.
func sizeOf(kind codes.Code, text string, wrong *fault.Fields) int {
	if text == "" {
		return 0
	}
	if prosecution.UnitOf(kind) == "cents" {
		return int(cents(text))
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		wrong.Add(string(intake.NoticeSize), "is not a whole number", "write days or hours, without a fraction")
	}
	return n
}

func amounts(r intake.Record, claimant uuid.UUID, wrong *fault.Fields) []prosecution.Amount {
	var all []prosecution.Amount
	euros := r.Answers[intake.NoticeEuros].Codes
	for n, c := range r.Answers[intake.NoticeAmounts].Codes {
		if text := besideAt(euros, n); text != "" {
			all = append(all, prosecution.Amount{Claimant: claimant, Kind: c, Cents: cents(text)})
		}
	}
	wrong.Check(len(all) > 0 || wordsIn(r, intake.NoticeClaimant) == "", string(intake.NoticeClaimant), "is told without a sum", "tell the sum, or leave the claimant out")
	return all
}

var fraction = regexp.MustCompile(`[.,][0-9]{2}$`)

// cents of a sum in euros that intake found to be one: 450, 450.00 or 1.234,50.
func cents(text string) int64 {
	hundredth := fraction.MatchString(text)
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
	n, _ := strconv.ParseInt(digits, 10, 64) // at most eleven digits
	if !hundredth {
		n *= 100
	}
	return n
}

// codeIn is "" where the file says nothing: the trade then says what must be there.
func codeIn(r intake.Record, field intake.Field) codes.Code {
	if c := r.Answers[field].Code(); c != codes.NotRecorded {
		return c
	}
	return ""
}

// momentIn is no moment at all where the file says nothing.
func momentIn(r intake.Record, field intake.Field) moment.Moment {
	answer, asked := r.Answers[field]
	if !asked || answer.Missing == codes.NotRecorded {
		return moment.Moment{}
	}
	return answer.Moment()
}

func wordsIn(r intake.Record, field intake.Field) string {
	text, _ := r.Answers[field].Text.Get()
	return text
}

// linesIn are the answers of several columns.
func linesIn(r intake.Record, field intake.Field) []string {
	var all []string
	for text := range strings.SplitSeq(wordsIn(r, field), "\n\n") {
		if text != "" {
			all = append(all, text)
		}
	}
	return all
}

// inColumns is a refusal that names the columns of the file, and what of them is wrong,
// but nothing that is in them.
func inColumns(err error, columns []intake.Column) string {
	f, is := asFault(err)
	if !is || len(f.Fields) == 0 {
		return err.Error()
	}
	var list []string
	for _, field := range f.Fields {
		list = append(list, fmt.Sprintf("%s %s: %s", inColumn(field.Name, columns), field.Problem, field.Remedy))
	}
	return strings.Join(list, "; ")
}

var placeInList = regexp.MustCompile(`\[[0-9]+\]`)

func inColumn(field string, columns []intake.Column) string {
	plain := intake.Field(placeInList.ReplaceAllString(field, ""))
	of := map[intake.Field]intake.Field{"amounts.cents": intake.NoticeEuros, "amounts.kind": intake.NoticeAmounts, "amounts.claimant": intake.NoticeClaimant,
		"sanctions.kind": intake.NoticeSanctions, "offences.offence": intake.NoticeOffences}
	if other, renamed := of[plain]; renamed {
		plain = other
	}
	for _, c := range columns {
		if slices.Contains(c.Fields, plain) {
			return "column " + c.Name + " (" + string(plain) + ")"
		}
	}
	return string(plain)
}

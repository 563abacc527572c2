package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/access"
	"ruggensteun/domain/operation"
)

const deadLetterAt = "/beheer/brief"

// operationOrder is what was ordered, and what came of it.
type operationOrder struct {
	At          time.Time
	By          string
	Order       operation.What
	Of          string
	Position    int64
	Reason      operation.Reason
	Ended       *time.Time
	Outcome     operation.Outcome
	Differences int
}

var operationWords = map[operation.What]string{
	operation.Rebuild: "operation.do-rebuild", operation.CancelRebuild: "operation.do-cancel", operation.PauseModel: "operation.do-pause", operation.ResumeModel: "operation.do-resume",
	operation.PauseConsumer: "operation.do-pause", operation.ResumeConsumer: "operation.do-resume", operation.RetryLetter: "operation.do-retry", operation.DropLetter: "operation.do-drop",
}

var operationDone = map[operation.What]string{
	operation.Rebuild: "done.operation-rebuild", operation.CancelRebuild: "done.operation-cancel", operation.PauseModel: "done.operation-pause-model", operation.ResumeModel: "done.operation-resume-model",
	operation.PauseConsumer: "done.operation-pause-consumer", operation.ResumeConsumer: "done.operation-resume-consumer", operation.RetryLetter: "done.operation-retry", operation.DropLetter: "done.operation-drop",
}

var operationReasons = map[operation.Reason]string{
	operation.ByHand: "operation.by-hand", operation.NoNeed: "operation.no-need", operation.Elsewhere: "operation.elsewhere", operation.Impossible: "operation.impossible",
}

var operationOutcomes = map[operation.Outcome]string{
	operation.Done: "operation.done", operation.Cancelled: "operation.cancelled", operation.Failed: "operation.failed", operation.BrokenOff: "operation.broken-off",
}

// operationButton orders something of what stands in its row.
func (v *visit) operationButton(what operation.What, of string, position int64) deskAct {
	act := deskAct{To: v.To("/beheer"), Text: v.word(operationWords[what]), Of: of, Hidden: []pair{{onceKey, uuid.NewString()}, {"order", string(what)}, {"of", of}}}
	if position > 0 {
		act.Of, act.Hidden = act.Of+" "+itoa(int(position)), append(act.Hidden, pair{"position", itoa(int(position))})
	}
	return act
}

// modelButtons are what can be ordered of a read model as it is now; building says that it is made anew.
func (v *visit) modelButtons(m readModel, building bool) deskCell {
	var acts []deskAct
	switch {
	case m.Status == "building":
		return deskCell{Acts: []deskAct{v.operationButton(operation.CancelRebuild, m.Name, 0)}}
	case !m.InUse:
		return deskCell{}
	case !building:
		acts = append(acts, v.operationButton(operation.Rebuild, m.Name, 0))
	}
	if m.Status == "running" {
		return deskCell{Acts: append(acts, v.operationButton(operation.PauseModel, m.Name, 0))}
	}
	return deskCell{Acts: append(acts, v.operationButton(operation.ResumeModel, m.Name, 0))}
}

func (v *visit) consumerButtons(c consumer) deskCell {
	what := operation.ResumeConsumer
	if c.Status == "running" {
		what = operation.PauseConsumer
	}
	return deskCell{Acts: []deskAct{v.operationButton(what, c.Name, 0)}}
}

// letterButtons: trying again takes one press, and for doing nothing a reason is asked.
func (v *visit) letterButtons(l deadLetter) deskCell {
	if l.Status == "dropped" || l.Status == "retrying" {
		return deskCell{}
	}
	drop := v.To(deadLetterAt) + "?" + url.Values{"of": {l.Consumer}, "position": {position(l.Position)}}.Encode()
	return deskCell{Acts: []deskAct{v.operationButton(operation.RetryLetter, l.Consumer, l.Position), {Link: drop, Text: v.word("operation.do-drop"), Of: l.Consumer + " " + position(l.Position)}}}
}

// built is how far one is that is being made.
func (v *visit) built(m readModel) deskCell {
	if m.ToBuild == 0 {
		return said(v.word("operation.begins"))
	}
	return deskCell{Text: v.word("operation.built", v.number(int(m.Built)), v.number(int(m.ToBuild))), Done: m.Built, Of: m.ToBuild, Label: v.word("operation.built-of", m.Name)}
}

func (v *visit) ordersSection(list []operationOrder) deskSection {
	t := &deskTable{Caption: v.word("operation.orders"), Empty: v.word("operation.orders-none"), Head: []string{v.word("privacy.at"), v.word("operation.order"), v.word("operation.name"), v.word("operation.position"), v.word("operation.reason"), v.word("operation.outcome"), v.word("operation.by")}}
	for _, o := range list {
		at, reason, outcome := "", "", v.word("operation.under-way")
		if o.Position > 0 {
			at = position(o.Position)
		}
		if key := operationReasons[o.Reason]; key != "" {
			reason = v.word(key)
		}
		if key := operationOutcomes[o.Outcome]; key != "" {
			outcome = v.word(key)
		}
		if o.Differences > 0 {
			outcome += "; " + v.word("operation.differed", v.number(o.Differences))
		}
		t.Rows = append(t.Rows, []deskCell{said(v.moment(o.At)), said(v.word(operationWords[o.Order])), said(o.Of), said(at), said(reason), said(outcome), idCell(o.By)})
	}
	return deskSection{ID: "opdrachten", Title: v.word("operation.orders"), Texts: []string{v.word("operation.orders-text")}, Table: t, Live: true}
}

// ordered carries out what a button of the page says.
func (w *web) ordered(v *visit) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	what := operation.What(values.Get("order"))
	if err := v.orders(values); err != nil {
		p := &problem{}
		if !errors.As(err, &p) || !slices.Contains([]int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict}, p.Status) {
			return err
		}
		v.status = p.Status
		failed := v.failure(p)
		failed.Detail = p.Detail
		return w.operationWith(v, failed)
	}
	return v.done("/beheer", strings.TrimPrefix(operationDone[what], "done."))
}

func (v *visit) orders(values url.Values) error {
	told := map[string]any{"order": values.Get("order"), "of": values.Get("of")}
	if at, err := strconv.ParseInt(values.Get("position"), 10, 64); err == nil {
		told["position"] = at
	}
	if reason := values.Get("reason"); reason != "" {
		told["reason"] = reason
	}
	return v.submit(http.MethodPost, "/v1/operation/orders", values.Get(onceKey), nil, told, nil)
}

func (v *visit) deadLetterForm(values url.Values) entryForm {
	reasons := []option{{Text: v.word("privacy.choose")}}
	for _, r := range operation.Reasons() {
		reasons = append(reasons, option{Value: string(r), Text: v.word(operationReasons[r])})
	}
	f := newForm(v.To(deadLetterAt), v.word("operation.drop-now"), values,
		entry{Name: "reason", Label: v.word("operation.drop-why"), Hint: v.word("operation.drop-hint"), Kind: choiceEntry, Options: reasons, Required: true})
	f.Hidden, f.Danger = []pair{{"of", values.Get("of")}, {"position", values.Get("position")}}, true
	return f
}

// letter asks why nothing is to be done about a dead letter.
func (w *web) deadLetterPage(v *visit) error {
	if err := v.mayOpen(access.Operate); err != nil {
		return err
	}
	query := v.r.URL.Query()
	return v.showDeadLetter(query, v.deadLetterForm(query))
}

func (v *visit) showDeadLetter(values url.Values, f entryForm) error {
	var a operationAnswer
	if err := v.ask("/v1/operation", nil, &a); err != nil {
		return err
	}
	i := slices.IndexFunc(a.Letters, func(l deadLetter) bool {
		return l.Consumer == values.Get("of") && position(l.Position) == values.Get("position")
	})
	if i < 0 {
		return &problem{Status: http.StatusNotFound}
	}
	l := a.Letters[i]
	v.Crumbs = []link{{Text: v.word("operation.title"), To: v.To("/beheer")}}
	page := &deskPage{Lead: v.word("operation.drop-lead"), Sections: []deskSection{{ID: "wat", Title: v.word("operation.drop-what"), Form: &f, Lists: []deskList{
		{v.word("operation.name"), l.Consumer}, {v.word("operation.position"), position(l.Position)}, {v.word("operation.tries"), v.number(l.Tries)}, {v.word("operation.reason"), l.Reason}}}}}
	return v.show("desk", v.word("operation.drop-title"), page)
}

func (w *web) deadLetterDropped(v *visit) error {
	values, err := v.filled()
	if err != nil {
		return err
	}
	f := v.deadLetterForm(values)
	values.Set("order", string(operation.DropLetter))
	if err := v.orders(values); err != nil {
		if v.mends(&f, err) {
			return v.showDeadLetter(values, f)
		}
		return err
	}
	return v.done("/beheer", "operation-drop")
}

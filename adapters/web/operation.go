package web

import (
	"fmt"
	"time"
)

// operationPages are those of the operator.
func (w *web) operationPages() map[string]page {
	return map[string]page{"/beheer": {show: w.operation, take: w.ordered}, deadLetterAt: {show: w.deadLetterPage, take: w.deadLetterDropped}}
}

type operationAnswer struct {
	Program   string
	Started   *time.Time
	Memory    uint64
	Ready     bool
	NotReady  string `json:"not_ready"`
	Head      string
	Models    []readModel   `json:"read_models"`
	Consumers []consumer    `json:"consumers"`
	Letters   []deadLetter  `json:"dead_letters"`
	Outside   []outwardLine `json:"outside"`
	Orders    []operationOrder
}

type readModel struct {
	Name       string
	Revision   int
	InUse      bool `json:"in_use"`
	Status     string
	Position   int64
	Behind     int64
	Late       float64 `json:"late_seconds"`
	StoppedAt  int64   `json:"stopped_at"`
	StopReason string  `json:"stop_reason"`
	Built      int64
	ToBuild    int64 `json:"to_build"`
}

type consumer struct {
	readModel
	DeadLetters int64 `json:"dead_letters"`
}

type deadLetter struct {
	Consumer, Status, Reason string
	Position                 int64
	Tries                    int
	At                       time.Time
}

type outwardLine struct{ Kind, Where string }

// operation is the one page of who keeps the machine running: how it does, what it uses, what it logs and
// what it sends outside.
func (w *web) operation(v *visit) error { return w.operationWith(v, nil) }

func (w *web) operationWith(v *visit, failed *failure) error {
	var a operationAnswer
	if err := v.ask("/v1/operation", nil, &a); err != nil {
		return err
	}
	stopped, behind := 0, int64(0)
	for _, m := range a.Models {
		behind = max(behind, m.Behind)
		if m.StoppedAt > 0 {
			stopped++
		}
	}
	waiting := int64(0)
	for _, c := range a.Consumers {
		waiting += c.DeadLetters
		if c.StoppedAt > 0 {
			stopped++
		}
	}
	health := v.word("operation.ready")
	if !a.Ready {
		health = v.word("operation.not-ready")
	}
	v.Live = "/v1/operation/changes"
	page := &deskPage{Lead: v.word("operation.lead"), Failure: failed, Numbers: []deskNumber{
		{Label: v.word("operation.health"), Value: health, Bad: !a.Ready}, {Label: v.word("operation.behind"), Value: v.number(int(behind)), To: "#leesmodellen"},
		{Label: v.word("operation.stopped"), Value: v.number(stopped), To: "#leesmodellen", Bad: stopped > 0}, {Label: v.word("operation.letters"), Value: v.number(int(waiting)), To: "#brieven", Bad: waiting > 0},
	}}
	page.Sections = []deskSection{v.nowSection(a), v.modelsSection(a), v.consumersSection(a), v.lettersSection(a), v.ordersSection(a.Orders), v.usesSection(a)}
	return v.show("desk", v.word("operation.title"), page)
}

func (v *visit) nowSection(a operationAnswer) deskSection {
	s := deskSection{ID: "nu", Title: v.word("operation.now"), Lists: []deskList{{v.word("operation.moment"), v.moment(time.Now())}, {v.word("operation.head"), a.Head}}}
	if a.NotReady != "" {
		s.Lists = append(s.Lists, deskList{v.word("operation.why"), a.NotReady})
	}
	return s
}

var statusWords = map[string]string{"running": "operation.running", "paused": "operation.paused", "stopped": "operation.has-stopped", "dead": "operation.dead", "retrying": "operation.retrying", "dropped": "operation.dropped"}

func (v *visit) running(word string) string {
	if key := statusWords[word]; key != "" {
		return v.word(key)
	}
	return word
}

func (v *visit) behindCells(m readModel) []deskCell {
	stopped := ""
	if m.StoppedAt > 0 {
		stopped = v.word("operation.stopped-at", position(m.StoppedAt), m.StopReason)
	}
	return []deskCell{said(v.running(m.Status)), {Text: position(m.Position), N: true}, v.count(int(m.Behind)), {Text: v.seconds(m.Late), N: true}, said(stopped)}
}

func (v *visit) seconds(n float64) string {
	if n < 120 {
		return v.word("operation.seconds", fmt.Sprintf("%.0f", n))
	}
	return v.word("operation.minutes", fmt.Sprintf("%.0f", n/60))
}

func (v *visit) modelsSection(a operationAnswer) deskSection {
	building := map[string]bool{}
	for _, m := range a.Models {
		building[m.Name] = building[m.Name] || m.Status == "building"
	}
	t := &deskTable{Caption: v.word("operation.models"), Empty: v.word("operation.models-none"), Head: []string{v.word("operation.name"), v.word("operation.status"), v.word("operation.do"), v.word("operation.position"), v.word("operation.behind"), v.word("operation.late"), v.word("operation.revision"), v.word("operation.stop")}}
	for _, m := range a.Models {
		if m.Status == "building" {
			t.Rows = append(t.Rows, []deskCell{said(m.Name), v.built(m), v.modelButtons(m, true), {}, {}, {}, said(v.word("operation.made", itoa(m.Revision))), {}})
			continue
		}
		cells := v.behindCells(m)
		t.Rows = append(t.Rows, []deskCell{said(m.Name), cells[0], v.modelButtons(m, building[m.Name]), cells[1], cells[2], cells[3], said(v.word("operation.in-use", itoa(m.Revision))), cells[4]})
	}
	return deskSection{ID: "leesmodellen", Title: v.word("operation.models"), Texts: []string{v.word("operation.rebuild")}, Table: t, Live: true}
}

func (v *visit) consumersSection(a operationAnswer) deskSection {
	t := &deskTable{Caption: v.word("operation.consumers"), Empty: v.word("operation.consumers-none"), Head: []string{v.word("operation.name"), v.word("operation.status"), v.word("operation.do"), v.word("operation.position"), v.word("operation.behind"), v.word("operation.late"), v.word("operation.letters"), v.word("operation.stop")}}
	for _, c := range a.Consumers {
		cells := v.behindCells(c.readModel)
		t.Rows = append(t.Rows, []deskCell{said(c.Name), cells[0], v.consumerButtons(c), cells[1], cells[2], cells[3], v.count(int(c.DeadLetters)), cells[4]})
	}
	return deskSection{ID: "volgers", Title: v.word("operation.consumers"), Texts: []string{v.word("operation.consumers-text")}, Table: t, Live: true}
}

func (v *visit) lettersSection(a operationAnswer) deskSection {
	t := &deskTable{Caption: v.word("operation.letters"), Empty: v.word("operation.letters-none"), Head: []string{v.word("operation.position"), v.word("operation.name"), v.word("operation.status"), v.word("operation.do"), v.word("operation.tries"), v.word("privacy.at"), v.word("operation.reason")}}
	for _, l := range a.Letters {
		t.Rows = append(t.Rows, []deskCell{said(position(l.Position)), said(l.Consumer), said(v.running(l.Status)), v.letterButtons(l), v.count(l.Tries), said(v.moment(l.At)), said(l.Reason)})
	}
	return deskSection{ID: "brieven", Title: v.word("operation.letters"), Texts: []string{v.word("operation.letters-text")}, Table: t, Live: true}
}

var outwardWords = map[string]string{"MAIL": "operation.mail", "PROCESSING_COPY": "operation.copy", "METRICS": "operation.metrics", "SIGN_IN": "operation.sign-in"}

func (v *visit) usesSection(a operationAnswer) deskSection {
	t := &deskTable{Caption: v.word("operation.outside"), Empty: v.word("operation.outside-none"), Head: []string{v.word("operation.what"), v.word("operation.where")}}
	for _, o := range a.Outside {
		what := o.Kind
		if key := outwardWords[o.Kind]; key != "" {
			what = v.word(key)
		}
		t.Rows = append(t.Rows, []deskCell{said(what), said(o.Where)})
	}
	facts := []deskList{{v.word("operation.program"), a.Program}}
	if a.Started != nil {
		facts = append(facts, deskList{v.word("operation.started"), v.moment(*a.Started)})
	}
	if a.Memory > 0 {
		facts = append(facts, deskList{v.word("operation.memory"), fmt.Sprintf("%d MB", a.Memory>>20)})
	}
	facts = append(facts, deskList{v.word("operation.stores"), v.word("operation.stores-text")}, deskList{v.word("operation.logs"), v.word("operation.logs-text")})
	return deskSection{ID: "gebruikt", Title: v.word("operation.uses"), Lists: facts, Table: t}
}

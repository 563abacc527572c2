package api

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"ruggensteun/domain/aangifte"
	"ruggensteun/domain/accessrequest"
	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/domain/prosecution"
	"ruggensteun/domain/retention"
	"ruggensteun/domain/suspect"
	"ruggensteun/domain/triage"
	"ruggensteun/projections/figures"
)

// accessFilePage is all that is kept of one person, as he gets it.
type accessFilePage struct {
	Request     uuid.UUID          `json:"request"`
	Kind        accessrequest.Kind `json:"kind"`
	Of          uuid.UUID          `json:"of"`
	Employer    string             `json:"employer"`
	Name        string             `json:"employer_name"`
	Received    string             `json:"received"`
	Due         string             `json:"due"`
	Position    int64              `json:"position"`
	MadeAt      time.Time          `json:"made_at"`
	Records     []accessRecord     `json:"records"`
	Kept        []accessKept       `json:"kept"`
	Forgotten   []accessForgotten  `json:"forgotten"`
	Recipients  []accessRecipient  `json:"recipients"`
	Readers     []accessReader     `json:"readers"`
	LeftOutText figures.Text       `json:"what_is_left_out"`
	Rights      []figures.Text     `json:"rights"`
	Complaints  figures.Text       `json:"complaints"`
	Invented    bool               `json:"invented,omitempty"`
	Notice      *figures.Text      `json:"notice,omitempty"`
}

type accessRecord struct {
	Kind         string               `json:"kind"`
	ID           uuid.UUID            `json:"id"`
	Law          string               `json:"law"`
	Activity     figures.Text         `json:"activity"`
	Purpose      figures.Text         `json:"purpose"`
	Basis        []string             `json:"legal_basis"`
	Withheld     accessrequest.Ground `json:"withheld,omitempty"`
	WithheldText *figures.Text        `json:"withheld_text,omitempty"`
	Events       []accessEvent        `json:"events"`
	LeftOut      int                  `json:"events_left_out,omitempty"` // that are of others, or are kept from him
}

type accessEvent struct {
	What    string    `json:"what"`
	At      time.Time `json:"at"`
	ByRole  string    `json:"by_role"`
	Through string    `json:"through"`
	Yours   bool      `json:"yours,omitempty"` // he recorded it himself
	Details any       `json:"details,omitempty"`
	LeftOut int       `json:"left_out,omitempty"` // pieces that are of others
}

type accessKept struct {
	Kind    retention.Kind `json:"kind"`
	ID      uuid.UUID      `json:"id"`
	Purpose person.Purpose `json:"purpose"`
	Law     string         `json:"law"`
	Term    string         `json:"term"`
	Starts  figures.Text   `json:"starts"`
	Basis   figures.Text   `json:"basis"`
	Until   string         `json:"until,omitempty"` // left out while the record is open
}

type accessForgotten struct {
	Record  uuid.UUID      `json:"record"`
	Kind    string         `json:"kind"`
	Purpose person.Purpose `json:"purpose"`
	At      time.Time      `json:"at"`
	Reason  string         `json:"reason,omitempty"`
}

type accessRecipient struct {
	At     time.Time    `json:"at"`
	Record *uuid.UUID   `json:"record,omitempty"`
	What   figures.Text `json:"what"`
	Hash   string       `json:"hash,omitempty"`
}

type accessReader struct {
	Role  string    `json:"role"`
	What  string    `json:"what"`
	Times int       `json:"times"`
	Last  time.Time `json:"last"`
}

var whatIsLeftOut = figures.Text{
	NL: "Gegevens van anderen zijn weggelaten: hun namen, hun letsel, en wie iets opschreef of las. Vrije tekst over een melding of zaak kan anderen noemen; waar die is, staat left_out. U kunt vragen om een samenvatting. Van een foto staat er dat zij er is en van wanneer, en niet wat erop staat: er kunnen anderen op staan. U kunt vragen haar te zien. Wat vergeten is, is voor niemand meer leesbaar; van wat er stond blijft over dát er iets geteld werd, zonder dat het naar u leidt.",
	EN: "Details of others are left out: their names, their injuries, and who wrote or read something. Free text about a report or a case may name others; where there is any it says left_out. You may ask for a summary of it. Of a photo it says that there is one and of when, and not what it shows: others may be on it. You may ask to see it. What was forgotten can be read by nobody any more; of it remains only that something was counted, which does not lead to you.",
}

var complaints = figures.Text{
	NL: "Bent u het niet eens met hoe uw gegevens worden gebruikt, of met dit antwoord? Vraag het eerst de functionaris gegevensbescherming van de werkgever. U kunt een klacht indienen bij de Autoriteit Persoonsgegevens (autoriteitpersoonsgegevens.nl, AVG art. 77) en naar de rechter gaan (UAVG art. 35).",
	EN: "Do you disagree with how your details are used, or with this answer? Ask the employer's data protection officer first. You can complain to the Dutch data protection authority (autoriteitpersoonsgegevens.nl, GDPR 77) and go to court (UAVG 35).",
}

// rightsOf are what somebody may ask besides.
func rightsOf(k accessrequest.Kind) []figures.Text {
	all := []figures.Text{
		{NL: "laten verbeteren wat niet klopt (AVG art. 16)", EN: "have corrected what is wrong (GDPR 16)"},
		{NL: "laten wissen wat niet langer nodig is (AVG art. 17)", EN: "have erased what is no longer needed (GDPR 17)"},
		{NL: "het gebruik laten beperken (AVG art. 18)", EN: "have its use restricted (GDPR 18)"},
		{NL: "bezwaar maken tegen het gebruik (AVG art. 21)", EN: "object to its use (GDPR 21)"},
	}
	if k != accessrequest.User {
		all = append(all, figures.Text{NL: "onder de Wet politiegegevens: inzage, verbetering en vernietiging (Wpg art. 25 tot en met 28)", EN: "under the Police Data Act: access, correction and destruction (Wpg 25 to 28)"})
	}
	return all
}

// lawOf is the law that a record is kept under, as it says when it begins.
func lawOf(body any) codes.Code {
	switch b := body.(type) {
	case incident.Registered:
		return b.Regime
	case suspect.Opened:
		return b.Regime
	case prosecution.Opened:
		return b.Regime
	case aangifte.Made:
		return b.Regime
	case aftercare.Opened:
		return b.Regime
	case triage.Received:
		return b.Regime
	}
	return ""
}

// stripping takes out of a payload what is of others: of a list the items that name somebody else, and
// every id that is neither his nor of the record.
type stripping struct {
	family map[uuid.UUID]bool
	record uuid.UUID
	left   int
}

func (s *stripping) of(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if s.foreign(inner) {
				s.left++
				delete(v, name)
				continue
			}
			v[name] = s.of(inner)
		}
		return v
	case []any:
		kept := []any{}
		named := s.anyNames(v)
		for _, inner := range v {
			_, isObject := inner.(map[string]any)
			if s.foreign(inner) || isObject && named != s.names(inner) || isObject && !named && s.sealedOfSomebody(inner) {
				s.left++
				continue
			}
			kept = append(kept, s.of(inner))
		}
		return kept
	}
	return v
}

// foreign is an id that does not lead to him.
func (s *stripping) foreign(v any) bool {
	text, is := v.(string)
	if !is || len(text) != 36 {
		return false
	}
	id, err := uuid.Parse(text)
	return err == nil && !s.family[id] && id != s.record
}

func (s *stripping) anyNames(list []any) bool {
	for _, inner := range list {
		if _, isObject := inner.(map[string]any); isObject && s.names(inner) {
			return true
		}
	}
	return false
}

// names tells whether he is named somewhere in it.
func (s *stripping) names(v any) bool {
	switch v := v.(type) {
	case map[string]any:
		for _, inner := range v {
			if s.names(inner) {
				return true
			}
		}
	case []any:
		for _, inner := range v {
			if s.names(inner) {
				return true
			}
		}
	case string:
		id, err := uuid.Parse(v)
		return err == nil && len(v) == 36 && s.family[id]
	}
	return false
}

// sealedOfSomebody tells whether something of another person stands in it, sealed, or whom it is of.
func (s *stripping) sealedOfSomebody(v any) bool {
	object, is := v.(map[string]any)
	if !is {
		return false
	}
	if object[person.LeftOut] == string(person.KeyOfPerson) {
		return true
	}
	for name, inner := range object {
		if name == "person" || name == "worker" || name == "suspect" || s.sealedOfSomebody(inner) {
			return true
		}
	}
	return false
}

// inWords is what stands in details, on one line for each field.
func inWords(prefix string, v any, line func(label, text string)) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range sortedKeys(v) {
			inWords(joined(prefix, name), v[name], line)
		}
	case []any:
		for _, inner := range v {
			inWords(prefix, inner, line)
		}
	case string:
		line(prefix, v)
	case nil:
	default:
		raw, _ := json.Marshal(v)
		line(prefix, string(raw))
	}
}

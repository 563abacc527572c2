// Package processing is what is done with details of persons, and why that is allowed: the register
// of processing activities (AVG 30), and what is logged of each processing (Logboek Dataverwerkingen).
package processing

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"ruggensteun/domain/access"
)

// Activity is one processing activity of the register.
type Activity struct {
	ID            string          `json:"id"` // a URI: dpl.core.processing_activity_id
	NL            string          `json:"name_nl"`
	EN            string          `json:"name_en"`
	PurposeNL     string          `json:"purpose_nl"`
	PurposeEN     string          `json:"purpose_en"`
	LegalBasis    []string        `json:"legal_basis"`
	DataSubjects  []string        `json:"data_subjects"`
	Retention     string          `json:"retention"` // a period, as P5Y: an employer may set another
	RetentionFrom string          `json:"retention_from"`
	Records       []string        `json:"records"` // what readings call the records that it is done with
	Actions       []access.Action `json:"actions"`
	Jobs          []Job           `json:"jobs"` // what the program does by itself
}

//go:embed activities.json
var shipped []byte

// register is also those actions that are about nobody.
var register = func() (r struct {
	Activities []Activity      `json:"activities"`
	OfNobody   []access.Action `json:"of_nobody"`
}) {
	if err := json.Unmarshal(shipped, &r); err != nil {
		panic(fmt.Sprintf("read the register of processing activities: %v", err)) // it comes with the program
	}
	return r
}()

// Register is the register of processing activities.
func Register() []Activity { return slices.Clone(register.Activities) }

// These purposes say by themselves what is done, whatever the record is.
var byPurpose = map[access.Purpose]string{
	access.Care:    "urn:ruggensteun:verwerkingsactiviteit:nazorg",
	access.Privacy: "urn:ruggensteun:verwerkingsactiviteit:rechten-van-betrokkenen",
}

// Of is the activity that a reading is part of; false where the register has none.
func Of(r access.Reading) (Activity, bool) {
	at := slices.IndexFunc(register.Activities, func(a Activity) bool {
		if id := byPurpose[r.Actor.Purpose]; id != "" {
			return a.ID == id
		}
		return slices.Contains(a.Records, r.What)
	})
	if at < 0 {
		return Activity{}, false
	}
	return register.Activities[at], true
}

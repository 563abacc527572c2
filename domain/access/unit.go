package access

import (
	"slices"

	"github.com/google/uuid"

	"ruggensteun/domain/fault"
)

// ofUnits are the actions on what is of a unit: incidents, by the unit under which they are
// registered now, and what rests on them. All else that is of an employer is of all of it, and
// nobody's who is kept to a unit: a new action too, until somebody puts it here.
var ofUnits = []Action{
	RegisterIncident, AddDetails, CorrectIncident, WithdrawIncident, QualifyIncident, MergeIncidents, CloseIncident,
	ReadIncident, ReadPersonal,
	RecordAangifte, ReadCase, ChangeCase, TellVictim, CloseCase, BundleCase, FollowCase,
	ReadAftercare, ChangeAftercare, FollowCare, ApplyAgreement,
	PrepareDocument, ReadDocument, ReadFigures,
	ReadPhoto, TakeBackPhoto,
}

// ofEveryUnit are those on what all units of an employer go by, and which tells of nobody: an actor is
// an opaque id, and who is shown to whom is narrowed where they are listed.
var ofEveryUnit = []Action{ReadEmployer, ReadAgreement, ReadRelease, ReadActors}

// mayIn asks it of somebody who is kept to a unit.
func (a Actor) mayIn(action Action, units []string) error {
	switch {
	case slices.Contains(ofEveryUnit, action), slices.Contains(ofUnits, action) && slices.Contains(units, a.Unit):
		return nil
	case !slices.Contains(ofUnits, action):
		return fault.New(fault.Forbidden, "this is of your whole employer, and you ask for unit "+a.Unit+" only: ask somebody who is kept to no unit")
	case onRecord[action] != "":
		return NoSuch(onRecord[action])
	}
	return fault.New(fault.Forbidden, "you can only do this for your own unit, "+a.Unit)
}

// MaySome asks whether the actor may do it to some record of an employer: before any is looked
// for, and of what belongs to a record that was found for him already.
func (a Actor) MaySome(action Action, employer uuid.UUID) error {
	return a.May(action, employer, a.Unit)
}

// Whole is the same actor for what follows by itself in a file of the whole employer, from what he
// told of a record of his unit.
func (a Actor) Whole() Actor {
	a.Unit = ""
	return a
}

// kept is the scope of an action on the own employer's records.
func (a Actor) kept(action Action) Scope {
	switch {
	case a.Unit == "", slices.Contains(ofEveryUnit, action):
		return Scope{Employer: a.Employer}
	case slices.Contains(ofUnits, action):
		return Scope{Employer: a.Employer, Unit: a.Unit}
	}
	return Scope{}
}

// IncludesIn tells whether a record that is of an employer and a unit, "" for none, is in the scope.
func (s Scope) IncludesIn(employer uuid.UUID, unit string) bool {
	return s.Includes(employer) && (s.Unit == "" || s.Unit == unit)
}

// TheUnit is that of what rests on incidents of these units, each "" where none is recorded: theirs
// if it is one. What rests on more of them, or on nothing yet, is of the whole employer.
func TheUnit(of []string) string {
	if len(of) == 0 || slices.ContainsFunc(of, func(u string) bool { return u != of[0] }) {
		return ""
	}
	return of[0]
}

// Units tells whether somebody in this role can be kept to a unit.
func (r Role) Units() bool {
	r, _ = r.In()
	return r.AtEmployer() && !slices.Contains(ofWholeEmployers, r)
}

// ofWholeEmployers are those whose work has no unit: there is one desk of the bedrijfsarts, and
// one FG, for everybody.
var ofWholeEmployers = []Role{Physician, PrivacyOfficer}

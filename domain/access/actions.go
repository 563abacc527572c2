package access

// Action is something an actor may want to do or see.
type Action string

const (
	RegisterIncident Action = "register incident"
	AddDetails       Action = "add details"
	CorrectIncident  Action = "correct incident"
	WithdrawIncident Action = "withdraw incident"
	ImportIncidents  Action = "import incidents"      // a whole file at once, which corrects what an earlier one said
	ReadIncident     Action = "read incident"         // its codes, time and place: no person, no free text
	ReadPersonal     Action = "read personal details" // who, hurt how, and the narrative
	ForgetPerson     Action = "forget person"         // for ever: the keys of what was told of somebody are destroyed
	ReadFigures      Action = "read figures"
	RegisterEmployer Action = "register employer"
	ChangeEmployer   Action = "change employer"
	ReadEmployer     Action = "read employer"
	Operate          Action = "operate" // projections, verify, keys
)

// Actions are all actions there are.
func Actions() []Action {
	return []Action{
		RegisterIncident, AddDetails, CorrectIncident, WithdrawIncident, ImportIncidents, ReadIncident, ReadPersonal,
		ForgetPerson, ReadFigures, RegisterEmployer, ChangeEmployer, ReadEmployer, Operate,
	}
}

// onRecord is what an action needs to exist before it is done. To an employer
// that may not touch it, it must look as if it did not exist.
var onRecord = map[Action]string{
	AddDetails:       "incident",
	CorrectIncident:  "incident",
	WithdrawIncident: "incident",
	ReadIncident:     "incident",
	ReadPersonal:     "incident",
	ForgetPerson:     "person",
	ChangeEmployer:   "employer",
	ReadEmployer:     "employer",
}

package access

// Action is something an actor may want to do or see.
type Action string

const (
	RegisterIncident Action = "register incident"
	AddDetails       Action = "add details"
	CorrectIncident  Action = "correct incident"
	WithdrawIncident Action = "withdraw incident"
	QualifyIncident  Action = "qualify incident"      // tell what police, OM or court call it in law
	MergeIncidents   Action = "merge incidents"       // and split them
	CloseIncident    Action = "close incident"        // and reopen it
	ImportIncidents  Action = "import incidents"      // a whole file at once, which corrects what an earlier one said
	ReadIncident     Action = "read incident"         // its codes, time and place: no person, no free text
	ReadPersonal     Action = "read personal details" // who, hurt how, and the narrative
	MergePersons     Action = "merge persons"         // that two pseudonyms are of one worker, and split them
	ForgetPerson     Action = "forget person"         // for ever: the keys of what was told of somebody are destroyed
	ForgetSuspect    Action = "forget suspect"        // the same of who did it
	ForgetDetails    Action = "forget details"        // the same of an incident: address, numbers, free text
	ForgetCase       Action = "forget case"           // the same of a criminal case: what was heard, money, numbers, free text
	LinkSuspect      Action = "link suspect"          // to an incident, by the file or away from it
	OpenSuspect      Action = "open suspect"          // begin a file
	ReadSuspect      Action = "read suspect"          // who it is, and what was known before
	ChangeSuspect    Action = "change suspect"        // describe, identify, tell history
	ClearSuspect     Action = "clear suspect"         // did not do it after all, and the review
	RecordAangifte   Action = "record aangifte"       // that one was made, by whom and for whom
	OpenCase         Action = "open case"             // begin a criminal case against one suspect
	ReadCase         Action = "read case"             // its steps, outcomes and damages
	ChangeCase       Action = "change case"           // what was heard of it, and what it is about
	TellVictim       Action = "tell victim"           // that an outcome was told to somebody
	CloseCase        Action = "close case"            // and reopen it
	BundleCase       Action = "bundle case"           // a file of all of it, to leave the store for a lawyer or a court
	FollowCase       Action = "follow case"           // whose it is, to hand it over, to put it away for a while
	ImportNotices    Action = "import notices"        // a file of police, OM or CJIB, and undo it
	ReadTriage       Action = "read triage"           // notices that came by file and belong to no case yet
	ChangeTriage     Action = "change triage"         // say which case one is of, or that it is of none
	ForgetTriage     Action = "forget triage"         // for ever: the keys of what the file said are destroyed
	ReadAftercare    Action = "read aftercare"        // what was done for a worker
	ChangeAftercare  Action = "change aftercare"      // what must be done, was offered and was done
	FollowCare       Action = "follow aftercare"      // as FollowCase
	KeepClocks       Action = "keep clocks"           // raise and end alarms, and ask a stand-in
	KeepAddresses    Action = "keep mail addresses"   // who is written to when something is to be done, and what was written
	SendMail         Action = "send mail"             // and record that it was
	ReadFigures      Action = "read figures"
	RegisterEmployer Action = "register employer"
	ChangeEmployer   Action = "change employer"
	ReadEmployer     Action = "read employer"
	LoadReference    Action = "load reference"  // a table of the country that figures use, of no employer
	AdoptAgreement   Action = "adopt agreement" // make a version of one count, or withdraw it
	ApplyAgreement   Action = "apply agreement" // put a case under another version
	ReadAgreement    Action = "read agreement"
	PrepareDocument  Action = "prepare document" // make, issue or withdraw one of an incident or a case
	ReadDocument     Action = "read document"
	AdoptTemplate    Action = "adopt template"  // and the letterhead
	ReadExports      Action = "read exports"    // who took which file out, and when
	TakeEverything   Action = "take everything" // all that an employer owns, opened, as a file
	Operate          Action = "operate"         // projections, verify, keys
	// Figures that go out, and questions that are asked again.
	PublishRelease Action = "publish release" // prepare, publish and withdraw one
	ExplainRelease Action = "explain release" // how an employer's figures in one are to be read
	ReadRelease    Action = "read release"    // also one that is not out yet
	SaveQuestion   Action = "save question"   // and rename and drop it
	MarkCampaign   Action = "mark campaign"   // days on which something about registering changed
	// How far codes are to be trusted.
	DrawSample Action = "draw sample" // of incidents that somebody else codes once more, and close it
	CodeSample Action = "code sample" // read what is told of its incidents, and code them
	ReadSample Action = "read sample" // and what came of it
	// The privacy officer's desk.
	ReadRetention Action = "read retention" // how long what is kept, and what is to be erased when
	SetRetention  Action = "set retention"  // a period of the employer's own
	// Who saw what.
	ReadReaders Action = "read readers" // who could see a record on a day, and who did
	// Who asked for what is not theirs.
	ReadAttempts Action = "read attempts"
	// Looking for somebody, and opening who it is outside one's own case: with a second person.
	AskPermit      Action = "ask permit"      // to search, or to open who somebody is
	GrantPermit    Action = "grant permit"    // or refuse it, as the second person
	ReadPermits    Action = "read permits"    // one's own; who grants them reads all
	SearchPersons  Action = "search persons"  // workers, by name or staff number, with a permit
	SearchSuspects Action = "search suspects" // by name or day of birth, with a permit
	// That an employer warns its own people for a suspect.
	KeepAttention Action = "keep attention listing" // list somebody, and renew it after a review
	EndAttention  Action = "end attention listing"  // before it ends by itself
	// That two employers know of each other that they keep a file of the same suspect.
	LinkFiles   Action = "link files"   // propose it, and name the file
	ApproveLink Action = "approve link" // as the second person, and review it
	EndLink     Action = "end link"     // and list them
	ReadHolds   Action = "read holds"   // what is not erased for a while, and why
	KeepHolds   Action = "keep holds"   // place, renew and lift one
	// What somebody asks that is kept of him.
	AnswerAccess Action = "answer access request" // take it in, make his file, keep something from him and say why
	// That an employer leaves, with everything.
	AskDeparture     Action = "ask departure"     // name the file that was taken, and take it back
	ConfirmDeparture Action = "confirm departure" // as the second person, and carry it out
	ReadDeparture    Action = "read departure"    // how far it is
	// What an incident looked like.
	ReadPhoto     Action = "read photo"      // of an incident; a reporter those that he added himself
	TakeBackPhoto Action = "take back photo" // that one added himself, or any for who may correct
	// Who there is, and who came in.
	ReadActors  Action = "read actors"   // who is known to hold which role, to give work to
	ReadSignIns Action = "read sign-ins" // who signed in and out, and who was refused
)

// Actions are all actions there are.
func Actions() []Action {
	return []Action{
		RegisterIncident, AddDetails, CorrectIncident, WithdrawIncident,
		QualifyIncident, MergeIncidents, CloseIncident, ImportIncidents, ReadIncident, ReadPersonal,
		MergePersons, ForgetPerson, ForgetSuspect, ForgetDetails, ForgetCase, LinkSuspect, OpenSuspect, ReadSuspect, ChangeSuspect, ClearSuspect,
		RecordAangifte, OpenCase, ReadCase, ChangeCase, TellVictim, CloseCase, BundleCase, FollowCase,
		ImportNotices, ReadTriage, ChangeTriage, ForgetTriage, ReadAftercare, ChangeAftercare,
		FollowCare, KeepClocks, KeepAddresses, SendMail, ReadFigures, RegisterEmployer, ChangeEmployer, ReadEmployer, LoadReference,
		AdoptAgreement, ApplyAgreement, ReadAgreement,
		PrepareDocument, ReadDocument, AdoptTemplate, ReadExports, TakeEverything, Operate,
		PublishRelease, ExplainRelease, ReadRelease, SaveQuestion, MarkCampaign,
		DrawSample, CodeSample, ReadSample,
		ReadRetention,
		SetRetention,
		ReadReaders,
		ReadAttempts,
		AskPermit, GrantPermit, ReadPermits, SearchPersons, SearchSuspects,
		KeepAttention, EndAttention,
		LinkFiles, ApproveLink, EndLink,
		ReadHolds,
		KeepHolds,
		AnswerAccess,
		AskDeparture, ConfirmDeparture, ReadDeparture,
		ReadPhoto, TakeBackPhoto,
		ReadActors, ReadSignIns,
	}
}

// onRecord is what an action needs to exist before it is done. To an employer
// that may not touch it, it must look as if it did not exist.
var onRecord = map[Action]string{
	AddDetails:       "incident",
	CorrectIncident:  "incident",
	WithdrawIncident: "incident",
	QualifyIncident:  "incident",
	MergeIncidents:   "incident",
	CloseIncident:    "incident",
	ReadIncident:     "incident",
	ReadPersonal:     "incident",
	MergePersons:     "person",
	ForgetPerson:     "person",
	ForgetSuspect:    "suspect",
	ForgetDetails:    "incident",
	ForgetCase:       "case",
	LinkSuspect:      "incident",
	ReadSuspect:      "suspect",
	ChangeSuspect:    "suspect",
	ClearSuspect:     "suspect",
	RecordAangifte:   "aangifte",
	ReadCase:         "case",
	ChangeCase:       "case",
	TellVictim:       "case",
	CloseCase:        "case",
	BundleCase:       "case",
	FollowCase:       "case",
	ReadTriage:       "notice",
	ChangeTriage:     "notice",
	ForgetTriage:     "notice",
	ReadAftercare:    "aftercare",
	ChangeAftercare:  "aftercare",
	PrepareDocument:  "document",
	ReadDocument:     "document",
	FollowCare:       "aftercare",
	ChangeEmployer:   "employer",
	ReadEmployer:     "employer",
	KeepAddresses:    "employer",
	CodeSample:       "sample",
	ReadSample:       "sample",
	ReadReaders:      "record",
	GrantPermit:      "permit",
	ReadPermits:      "permit",
	KeepAttention:    "suspect",
	EndAttention:     "suspect",
	LinkFiles:        "suspect",
	ApproveLink:      "link",
	EndLink:          "link",
	AskDeparture:     "employer",
	ReadDeparture:    "employer",
	ReadPhoto:        "incident",
	TakeBackPhoto:    "incident",
}

// ofPersons are the actions that show who somebody is, or answer as only somebody
// who knows could: they are done for a purpose, which is recorded (Wpg 32a).
var ofPersons = []Action{
	ReadPersonal, MergePersons, LinkSuspect, ReadSuspect, ChangeSuspect, ClearSuspect,
	ReadCase, ChangeCase, TellVictim, CloseCase, BundleCase, ReadAftercare, ChangeAftercare,
	ImportNotices, ReadTriage, ChangeTriage,
	PrepareDocument, ReadDocument, CodeSample, TakeEverything,
	AskPermit, SearchPersons, SearchSuspects,
	KeepAttention, EndAttention,
	LinkFiles, ApproveLink, EndLink,
	AnswerAccess,
	ReadPhoto,
}

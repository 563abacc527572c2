package access

// reach is over whose records a role may do something.
type reach uint8

const (
	nobody reach = iota
	own          // those of the actor's employer
	stores       // what is of the store itself, and of no employer
	all
)

// rule is one cell of role × action. Why is what a refused actor reads, or the
// reason that a privacy officer asks for.
type rule struct {
	over reach
	why  string
}

const (
	notYours     = "the record belongs to another role: ask your employer's registrar"
	aggregate    = "an analyst works with figures, never with a single record"
	runsMachine  = "only the operator runs the machine"
	destroys     = "what is forgotten is gone for ever, so only the employer itself decides it (AVG 28): its registrar, on a terminal with --as registrar@CODE"
	keepsMachine = "the operator keeps the machine, not what is on record: ask in a role of the employer, on a terminal with --as registrar@CODE"
	onInstruct   = "processes for the employer, on its instruction (AVG 28)"
	ofSuspects   = "who is suspected of what is criminal data (AVG 10): ask your employer's registrar or case worker"
	ofCare       = "how a worker is cared for is between the worker and the employer: ask the employer's registrar or case worker"
	byItself     = "the program does this by itself, of what is on record and the calendar: change what is on record"
	protected    = "sees figures over all employers, after disclosure control, and never exact ones"
	byTaskforce  = "what goes out is decided by an analyst of the Taskforce"
	ofTheirOwn   = "only an employer itself says how its figures are to be read: ask its registrar"
	ofCoding     = "how far codes are to be trusted is tested by the employer itself: ask its registrar"
	ofAllFigures = "a table holds for the figures of all employers: ask the operator"
	ofWorkers    = "the desk of the occupational physician cares for workers: ask your employer's registrar or case worker"
	ofPrivacy    = "a privacy officer sees to it that records are kept as they should be, and keeps none: ask your employer's registrar"
	atTheDesk    = "how long records are kept is seen to by your employer's registrar and privacy officer: ask them"
	whoseRecords = "the operator keeps the machine, and whose records they are decides how long they are kept: ask the employer's registrar or privacy officer"
	ofReaders    = "who saw what is for the privacy officer of the employer to say: ask him"
	ofAccess     = "what is kept of somebody is told to himself by the privacy officer of the employer: ask him"
	ofAttempts   = "who asked for what is not theirs is told to the privacy officer of whose it is"
	ofSearching  = "nobody is looked for but by who follows a case or answers for the register: ask your employer's registrar or privacy officer"
	ofSecond     = "the second person is the privacy officer, or for a case worker the registrar: ask one of them"
	ofLeaving    = "that an employer leaves is for its registrar and privacy officer to ask, and for the operator to confirm"
	ofPhotos     = "a photo may show who was hit, and how: ask your employer's registrar or case worker"
	ofColleagues = "who holds which role is for those who give work to each other, at their own employer: ask its registrar"
	ofSignIns    = "who came in is for the privacy officer of the employer to see: ask him"
	unprotected  = "only an employer sees how its terms were kept: one case has many terms, so one case alone could change a number, and how terms stood at earlier month ends is not on record; ask how far cases came and how long that took instead: GET /v1/views/chain, or view chain"
)

// rules is the one place that says who may do and see what: a file for each role. A cell that is
// not here is refused.
var rules = map[Role]map[Action]rule{
	Operator:       mayOperator,
	Reporter:       mayReporter,
	Manager:        mayManager,
	Registrar:      mayRegistrar,
	CaseWorker:     mayCaseWorker,
	Physician:      mayPhysician,
	PrivacyOfficer: mayPrivacyOfficer,
	Analyst:        mayAnalyst,
	Program: {
		KeepClocks: {all, "sees of every file when a term comes due, so that nobody has to look"},
		SendMail:   {all, "writes to whom an employer named, and tells nobody else"},
	},
}

// purposes are what each role may give as its purpose; the first is usual.
var purposes = map[Role][]Purpose{
	Operator:       {Operation},
	Reporter:       {Registration},
	Manager:        {FollowUp},
	Physician:      {Care},
	PrivacyOfficer: {Privacy},
	Registrar:      {Registration, FollowUp},
	CaseWorker:     {FollowUp},
	Analyst:        {Analysis},
	Program:        {FollowUp},
}

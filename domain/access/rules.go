package access

// reach is over whose records a role may do something.
type reach uint8

const (
	nobody reach = iota
	own          // those of the actor's employer
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
	onInstruct   = "processes for the employer, on its instruction (AVG 28)"
	ofSuspects   = "who is suspected of what is criminal data (AVG 10): ask your employer's registrar or case worker"
	noDisclosure = "figures over all employers wait for disclosure control: until it is there, only an employer sees its own"
)

// rules is the one place that says who may do and see what. A cell that is not
// here is refused.
var rules = map[Role]map[Action]rule{
	Operator: {
		RegisterIncident: {all, onInstruct},
		AddDetails:       {all, onInstruct},
		CorrectIncident:  {all, onInstruct},
		WithdrawIncident: {all, onInstruct},
		QualifyIncident:  {all, onInstruct},
		MergeIncidents:   {all, onInstruct},
		CloseIncident:    {all, onInstruct},
		ImportIncidents:  {all, onInstruct},
		ReadIncident:     {all, onInstruct},
		ReadPersonal:     {nobody, "the operator has no need to know who it was: ask as the employer's registrar or case worker"},
		ForgetPerson:     {all, onInstruct},
		ForgetSuspect:    {all, onInstruct},
		ForgetDetails:    {all, onInstruct},
		LinkSuspect:      {nobody, ofSuspects},
		OpenSuspect:      {nobody, ofSuspects},
		ReadSuspect:      {nobody, ofSuspects},
		ChangeSuspect:    {nobody, ofSuspects},
		ClearSuspect:     {nobody, ofSuspects},
		ReadFigures:      {all, "checks that the figures add up, until the access rules narrow him"},
		RegisterEmployer: {all, "gives an employer its place and its key"},
		ChangeEmployer:   {all, onInstruct},
		ReadEmployer:     {all, "runs the machine for all of them"},
		LoadReference:    {all, "keeps what all figures rest on, and answers for its source"},
		AdoptAgreement:   {all, "keeps those of everybody, and an employer's on its instruction (AVG 28)"},
		ApplyAgreement:   {nobody, ofSuspects},
		ReadAgreement:    {all, "no agreement is about anybody"},
		Operate:          {all, "runs the machine"},
	},
	Reporter: {
		RegisterIncident: {own, "saw it, or was told of it"},
		AddDetails:       {own, "remembers more later"},
		CorrectIncident:  {nobody, "a correction replaces what somebody said: ask your employer's registrar"},
		WithdrawIncident: {nobody, "a withdrawal makes a report count no more: ask your employer's registrar"},
		QualifyIncident:  {nobody, "what the law calls it comes from police, OM or court: ask your employer's case worker"},
		MergeIncidents:   {nobody, "whether two reports are one incident is for your employer's registrar"},
		CloseIncident:    {nobody, "a record is closed and reopened by your employer's registrar"},
		ImportIncidents:  {nobody, "a file corrects what others said: ask your employer's registrar"},
		ReadIncident:     {own, "sees what became of a report"},
		ReadPersonal:     {nobody, "who was hurt and how is for the registrar and the case worker"},
		ForgetPerson:     {nobody, "what is forgotten is gone for everybody: ask your employer's registrar"},
		ForgetSuspect:    {nobody, ofSuspects},
		ForgetDetails:    {nobody, "what is forgotten is gone for everybody: ask your employer's registrar"},
		LinkSuspect:      {nobody, ofSuspects},
		OpenSuspect:      {nobody, ofSuspects},
		ReadSuspect:      {nobody, ofSuspects},
		ChangeSuspect:    {nobody, ofSuspects},
		ClearSuspect:     {nobody, ofSuspects},
		ReadFigures:      {nobody, "exact figures single out colleagues: ask your employer's registrar"},
		RegisterEmployer: {nobody, runsMachine},
		ChangeEmployer:   {nobody, notYours},
		ReadEmployer:     {own, "chooses unit and area"},
		LoadReference:    {nobody, "a table holds for the figures of all employers: ask the operator"},
		AdoptAgreement:   {nobody, "by when what must be done is decided by your employer's registrar"},
		ApplyAgreement:   {nobody, "whoever follows the case decides under which version it runs"},
		ReadAgreement:    {all, "may know by when what must be done"},
		Operate:          {nobody, runsMachine},
	},
	Registrar: {
		RegisterIncident: {own, "registers what reaches the employer by phone or on paper"},
		AddDetails:       {own, "completes the register"},
		CorrectIncident:  {own, "answers for the register being right (AVG 5)"},
		WithdrawIncident: {own, "answers for the register being right (AVG 5)"},
		QualifyIncident:  {own, "keeps what police, OM and court let know"},
		MergeIncidents:   {own, "answers for nothing being counted twice"},
		CloseIncident:    {own, "answers for the register being complete"},
		ImportIncidents:  {own, "brings over what the employer kept elsewhere"},
		ReadIncident:     {own, "keeps the register"},
		ReadPersonal:     {own, "keeps the register"},
		ForgetPerson:     {own, "answers for nothing being kept too long (AVG 5, 17)"},
		ForgetSuspect:    {own, "answers for nothing being kept too long (AVG 5, 10, 17)"},
		ForgetDetails:    {own, "answers for nothing being kept too long (AVG 5, 17)"},
		LinkSuspect:      {own, "knows which incidents have the same suspect"},
		OpenSuspect:      {own, "keeps the register of the employer's own (UAVG 33)"},
		ReadSuspect:      {own, "keeps the register of the employer's own (UAVG 33)"},
		ChangeSuspect:    {own, "keeps the register of the employer's own (UAVG 33)"},
		ClearSuspect:     {own, "answers for nobody being held for an offender who is none (AVG 5)"},
		ReadFigures:      {own, "the employer sees its own exact figures"},
		RegisterEmployer: {nobody, runsMachine},
		ChangeEmployer:   {own, "keeps units, areas and free days up to date"},
		ReadEmployer:     {own, "keeps units, areas and free days up to date"},
		LoadReference:    {nobody, "a table holds for the figures of all employers: ask the operator"},
		AdoptAgreement:   {own, "keeps what the employer agreed to"},
		ApplyAgreement:   {own, "stands in for the case worker"},
		ReadAgreement:    {all, "keeps what the employer agreed to"},
		Operate:          {nobody, runsMachine},
	},
	CaseWorker: {
		RegisterIncident: {nobody, "a case worker follows what is on record: let a reporter or the registrar register it"},
		AddDetails:       {own, "hears more from police and prosecutor"},
		CorrectIncident:  {nobody, notYours},
		WithdrawIncident: {nobody, notYours},
		QualifyIncident:  {own, "hears it from police, OM and court"},
		MergeIncidents:   {nobody, notYours},
		CloseIncident:    {nobody, notYours},
		ImportIncidents:  {nobody, notYours},
		ReadIncident:     {own, "follows the case"},
		ReadPersonal:     {own, "keeps the victim informed"},
		ForgetPerson:     {nobody, notYours},
		ForgetSuspect:    {nobody, notYours},
		ForgetDetails:    {nobody, notYours},
		LinkSuspect:      {own, "hears from police and OM who it was"},
		OpenSuspect:      {own, "hears from police and OM who it was"},
		ReadSuspect:      {own, "follows the case"},
		ChangeSuspect:    {own, "hears from police, OM and court"},
		ClearSuspect:     {own, "hears of dismissals and acquittals first"},
		ReadFigures:      {own, "the employer sees its own exact figures"},
		RegisterEmployer: {nobody, runsMachine},
		ChangeEmployer:   {nobody, notYours},
		ReadEmployer:     {own, "follows the employer's cases"},
		LoadReference:    {nobody, "a table holds for the figures of all employers: ask the operator"},
		AdoptAgreement:   {nobody, notYours},
		ApplyAgreement:   {own, "follows the case"},
		ReadAgreement:    {all, "works by them"},
		Operate:          {nobody, runsMachine},
	},
	Analyst: {
		RegisterIncident: {nobody, aggregate},
		AddDetails:       {nobody, aggregate},
		CorrectIncident:  {nobody, aggregate},
		WithdrawIncident: {nobody, aggregate},
		QualifyIncident:  {nobody, aggregate},
		MergeIncidents:   {nobody, aggregate},
		CloseIncident:    {nobody, aggregate},
		ImportIncidents:  {nobody, aggregate},
		ReadIncident:     {nobody, aggregate},
		ReadPersonal:     {nobody, aggregate},
		ForgetPerson:     {nobody, aggregate},
		ForgetSuspect:    {nobody, aggregate},
		ForgetDetails:    {nobody, aggregate},
		LinkSuspect:      {nobody, aggregate},
		OpenSuspect:      {nobody, aggregate},
		ReadSuspect:      {nobody, aggregate},
		ChangeSuspect:    {nobody, aggregate},
		ClearSuspect:     {nobody, aggregate},
		ReadFigures:      {nobody, noDisclosure},
		RegisterEmployer: {nobody, runsMachine},
		ChangeEmployer:   {nobody, aggregate},
		ReadEmployer:     {nobody, aggregate},
		LoadReference:    {nobody, "a table holds for the figures of all employers: ask the operator"},
		AdoptAgreement:   {nobody, aggregate},
		ApplyAgreement:   {nobody, aggregate},
		ReadAgreement:    {all, "compares what was agreed with what was done"},
		Operate:          {nobody, runsMachine},
	},
}

// purposes are what each role may give as its purpose; the first is usual.
var purposes = map[Role][]Purpose{
	Operator:   {Operation},
	Reporter:   {Registration},
	Registrar:  {Registration, FollowUp},
	CaseWorker: {FollowUp},
	Analyst:    {Analysis},
}

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
	ofCare       = "how a worker is cared for is between the worker and the employer: ask the employer's registrar or case worker"
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
		LinkSuspect:      {nobody, ofSuspects},
		OpenSuspect:      {nobody, ofSuspects},
		ReadSuspect:      {nobody, ofSuspects},
		ChangeSuspect:    {nobody, ofSuspects},
		ClearSuspect:     {nobody, ofSuspects},
		RecordAangifte:   {nobody, ofSuspects},
		OpenCase:         {nobody, ofSuspects},
		ReadCase:         {nobody, ofSuspects},
		ChangeCase:       {nobody, ofSuspects},
		TellVictim:       {nobody, ofSuspects},
		CloseCase:        {nobody, ofSuspects},
		ReadAftercare:    {nobody, ofCare},
		ChangeAftercare:  {nobody, ofCare},
		ReadFigures:      {all, "checks that the figures add up, until the access rules narrow him"},
		RegisterEmployer: {all, "gives an employer its place and its key"},
		ChangeEmployer:   {all, onInstruct},
		ReadEmployer:     {all, "runs the machine for all of them"},
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
		LinkSuspect:      {nobody, ofSuspects},
		OpenSuspect:      {nobody, ofSuspects},
		ReadSuspect:      {nobody, ofSuspects},
		ChangeSuspect:    {nobody, ofSuspects},
		ClearSuspect:     {nobody, ofSuspects},
		RecordAangifte:   {nobody, "whether and how an aangifte was made is kept by your employer's registrar or case worker"},
		OpenCase:         {nobody, ofSuspects},
		ReadCase:         {nobody, ofSuspects},
		ChangeCase:       {nobody, ofSuspects},
		TellVictim:       {nobody, "what a victim was told is kept by whoever follows the case"},
		CloseCase:        {nobody, ofSuspects},
		ReadAftercare:    {nobody, ofCare},
		ChangeAftercare:  {nobody, ofCare},
		ReadFigures:      {nobody, "exact figures single out colleagues: ask your employer's registrar"},
		RegisterEmployer: {nobody, runsMachine},
		ChangeEmployer:   {nobody, notYours},
		ReadEmployer:     {own, "chooses unit and area"},
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
		LinkSuspect:      {own, "knows which incidents have the same suspect"},
		OpenSuspect:      {own, "keeps the register of the employer's own (UAVG 33)"},
		ReadSuspect:      {own, "keeps the register of the employer's own (UAVG 33)"},
		ChangeSuspect:    {own, "keeps the register of the employer's own (UAVG 33)"},
		ClearSuspect:     {own, "answers for nobody being held for an offender who is none (AVG 5)"},
		RecordAangifte:   {own, "keeps what was done with the employer's incidents"},
		OpenCase:         {own, "begins the case when police or OM let know"},
		ReadCase:         {own, "keeps the register of the employer's own (UAVG 33)"},
		ChangeCase:       {own, "keeps what police, OM and court let know"},
		TellVictim:       {own, "stands in for the case worker, so that no victim waits"},
		CloseCase:        {own, "answers for the register being complete"},
		ReadAftercare:    {own, "answers for the employer's duties being done (Arbowet 3)"},
		ChangeAftercare:  {own, "keeps what was offered and done"},
		ReadFigures:      {own, "the employer sees its own exact figures"},
		RegisterEmployer: {nobody, runsMachine},
		ChangeEmployer:   {own, "keeps units, areas and free days up to date"},
		ReadEmployer:     {own, "keeps units, areas and free days up to date"},
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
		LinkSuspect:      {own, "hears from police and OM who it was"},
		OpenSuspect:      {own, "hears from police and OM who it was"},
		ReadSuspect:      {own, "follows the case"},
		ChangeSuspect:    {own, "hears from police, OM and court"},
		ClearSuspect:     {own, "hears of dismissals and acquittals first"},
		RecordAangifte:   {own, "helps with the aangifte, or makes it for the worker"},
		OpenCase:         {own, "follows the case"},
		ReadCase:         {own, "follows the case"},
		ChangeCase:       {own, "hears it from police, OM and court first"},
		TellVictim:       {own, "keeps the victim informed"},
		CloseCase:        {own, "knows whether anything is left to do"},
		ReadAftercare:    {own, "sees that the worker is cared for"},
		ChangeAftercare:  {own, "keeps what was offered and done"},
		ReadFigures:      {own, "the employer sees its own exact figures"},
		RegisterEmployer: {nobody, runsMachine},
		ChangeEmployer:   {nobody, notYours},
		ReadEmployer:     {own, "follows the employer's cases"},
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
		LinkSuspect:      {nobody, aggregate},
		OpenSuspect:      {nobody, aggregate},
		ReadSuspect:      {nobody, aggregate},
		ChangeSuspect:    {nobody, aggregate},
		ClearSuspect:     {nobody, aggregate},
		RecordAangifte:   {nobody, aggregate},
		OpenCase:         {nobody, aggregate},
		ReadCase:         {nobody, aggregate},
		ChangeCase:       {nobody, aggregate},
		TellVictim:       {nobody, aggregate},
		CloseCase:        {nobody, aggregate},
		ReadAftercare:    {nobody, aggregate},
		ChangeAftercare:  {nobody, aggregate},
		ReadFigures:      {nobody, noDisclosure},
		RegisterEmployer: {nobody, runsMachine},
		ChangeEmployer:   {nobody, aggregate},
		ReadEmployer:     {nobody, aggregate},
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

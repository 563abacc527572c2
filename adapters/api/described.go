package api

// What is embedded is described only under an exported name: under another it would be given, and
// stand in no description.
type (
	EmployerFields    = employerForm
	MailAddressFields = mailAddressForm
	ReferenceFields   = referenceForm
	ListFields        = codeListSummary
	QuestionFields    = questionPage
)

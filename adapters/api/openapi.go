package api

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"ruggensteun/domain/aftercare"
	"ruggensteun/domain/codes"
)

const about = `Report and follow aggression and violence against emergency workers.

- Every answer names its ` + "`API-Version`" + `. Errors are ` + "`application/problem+json`" + ` (RFC 9457), with all wrong fields at once.
- A change takes an ` + "`Idempotency-Key`" + `: the same request with the same key is done once and answered the same, with ` + "`Idempotency-Replayed: true`" + `. The same key with another request is refused (409, kind key_reused).
- A change may say which version it was decided on (` + "`If-Match`" + ` with the ` + "`ETag`" + ` that was read); it is refused (412) when somebody else was first.
- A change answers with its ` + "`Position`" + ` in the log. Give it to a view as ` + "`minPosition`" + ` to see a figure that includes it.
- Times carry an offset. They are answered in UTC, with the offset of the place beside it where it matters.
- Codes are those of the published lists. UNKNOWN (asked, not known), NOT_RECORDED (never said), NOT_APPLICABLE and zero are four different things.`

func (a *api) document() huma.Config {
	contact := a.Contact
	config := huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Ruggensteun", Version: Version, Description: about,
				Contact: &huma.Contact{Name: contact.Name, Email: contact.Email, URL: contact.URL},
				License: &huma.License{Name: "EUPL-1.2", Identifier: "EUPL-1.2"},
			},
			Servers: []*huma.Server{{URL: base}},
			Tags: []*huma.Tag{
				{Name: "incidents", Description: "What happened to emergency workers."},
				{Name: "suspects", Description: "Who did it, as far as one employer may know. Never origin, and no score."},
				{Name: "cases", Description: "Criminal cases as far as was heard of them, one for each suspect: notices, victims who must be told, money, terms."},
				{Name: "agreements", Description: "By when what must be done, and on whose word."},
				{Name: "aangiften", Description: "Criminal complaints that were made to the police."},
				{Name: "aftercare", Description: "What an employer does for one worker after one incident. Never a diagnosis."},
				{Name: "employers", Description: "Who registers; each is the controller of its own records."},
				{Name: "imports", Description: "Files of incidents: a preview first, then the import, which can be undone."},
				{Name: "notice-imports", Description: "Files of notices from police, OM, court or CJIB: a preview first, then the import, which can be undone."},
				{Name: "views", Description: "Figures."},
				{Name: "health", Description: "Whether the server runs and can answer."},
			},
			Components: &huma.Components{
				Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					"token": {Type: "http", Scheme: "bearer", Description: "Says who asks, in which role, for which employer."},
				},
			},
		},
		Formats: map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat, csvType: fileFormat, svgType: svgFormat, workbookType: fileFormat, packageType: fileFormat},
	}
	config.DefaultFormat = "application/json"
	config.OnAddOperation = append(config.OnAddOperation, describeOperation)
	return config
}

// jsonFormat writes in one piece, so that a client who leaves is no error of ours.
var jsonFormat = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		b, err := json.Marshal(v)
		if err == nil {
			_, _ = w.Write(append(b, '\n'))
		}
		return err
	},
	Unmarshal: json.Unmarshal,
}

// describeOperation completes what huma derives from the types.
func describeOperation(doc *huma.OpenAPI, op *huma.Operation) {
	// huma documents 422 for invalid input; the API Design Rules want 400.
	delete(op.Responses, "422")
	if body, _ := op.Metadata["body"].(reflect.Type); body != nil {
		op.RequestBody.Required = true
		op.RequestBody.Content = map[string]*huma.MediaType{
			"application/json": {
				Schema:  doc.Components.Schemas.Schema(body, true, ""),
				Example: json.RawMessage(examples[op.OperationID]),
			},
		}
	}
	if form, _ := op.Metadata["form"].(*huma.RequestBody); form != nil {
		op.RequestBody = form
	}
	if slices.Contains([]string{"listWork", "digestWork", "keptWork", "listTriage", "askFigureChange"}, op.OperationID) {
		op.Responses["200"].Content["text/csv"] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Description: "The same lines as a sheet, for Accept: text/csv; it is recorded that it was taken out."}}
	}
	if slices.Contains(pictured, op.OperationID) {
		op.Responses["200"].Content["image/svg+xml"] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Description: "The same as a picture, for Accept: image/svg+xml or format=svg."}}
		file := &huma.Schema{Type: huma.TypeString, Format: "binary", Description: "The same as a file, for Accept or format; it is recorded that it was taken out."}
		op.Responses["200"].Content["text/csv"] = &huma.MediaType{Schema: file}
		if op.OperationID != "chain" && op.OperationID != "trend" {
			op.Responses["200"].Content[workbookType], op.Responses["200"].Content[packageType] = &huma.MediaType{Schema: file}, &huma.MediaType{Schema: file}
		}
	}
	if slices.Contains(opensWho, op.OperationID) {
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: permitHeader, In: "header", Schema: &huma.Schema{Type: huma.TypeString, Format: "uuid"},
			Description: "Of a permit of kind OPEN_IDENTITY that names this record: opens who it is outside one's own cases. Each record that it opens is a use.",
		})
	}
	for _, r := range op.Responses {
		if r.Headers == nil {
			r.Headers = map[string]*huma.Param{}
		}
		r.Headers["API-Version"] = &huma.Header{Description: "Version of this interface.", Schema: &huma.Schema{Type: "string", Examples: []any{Version}}}
	}
}

// listed says which property takes the codes of which list.
var listed = map[string]map[string]codes.List{
	"Registration":         circumstances(map[string]codes.List{"regime": codes.LegalRegime}),
	"Details":              circumstances(nil),
	"Correction":           circumstances(map[string]codes.List{"regime": codes.LegalRegime}),
	"Withdrawal":           {"reason": codes.WithdrawalReason},
	"Place":                {"type": codes.LocationType, "indoors": codes.Indoors},
	"Means":                {"means": codes.Means, "status": codes.MeansStatus},
	"Completion":           {"behaviour": codes.Behaviour, "completion": codes.Completion},
	"Worker":               {"injury": codes.Injury, "mind": codes.MindInjury, "exposures": codes.Exposure},
	"Step":                 {"phase": codes.Phase, "actor": codes.Actor, "act": codes.Behaviour, "means": codes.Means},
	"Trigger":              {"trigger": codes.Trigger, "assessed_by": codes.AssessedBy},
	"Amplifier":            {"amplifier": codes.Amplifier, "certainty": codes.Certainty},
	"Measure":              {"measure": codes.Measure, "effect": codes.Effect},
	"Support":              {"status": codes.PoliceSupport},
	"QualificationForm":    {"by": codes.QualifiedBy, "offence": codes.Qualification, "completion": codes.Completion},
	"RetractionForm":       {"by": codes.QualifiedBy, "offence": codes.Qualification, "completion": codes.Completion},
	"AttachmentForm":       {"kind": codes.AttachmentKind},
	"ClosingForm":          {"reason": codes.ClosingReason},
	"SuspectLinkForm":      {"kind": codes.SuspectKind, "sex": codes.Sex, "age_band": codes.AgeBand, "relation": codes.Relation},
	"SuspectForm":          {"regime": codes.LegalRegime, "sex": codes.Sex, "age_band": codes.AgeBand, "relation": codes.Relation},
	"ProfileForm":          {"sex": codes.Sex, "age_band": codes.AgeBand, "relation": codes.Relation},
	"HistoryForm":          {"flag": codes.HistoryFlag, "provenance": codes.Provenance},
	"ClearanceForm":        {"ground": codes.Clearance},
	"AangifteForm":         aangifteLists,
	"AgreementForm":        {"responsible": codes.Party, "warned": codes.Party, "takes_over": codes.Party},
	"AgreementUseForm":     {"because": codes.ApplyReason},
	"BasisForm":            {"kind": codes.TermBasis},
	"AangifteCorrection":   aangifteLists,
	"DutyPage":             {"step": codes.Aftercare, "status": withForgotten(codes.AftercareStatus)},
	"CareStepForm":         {"step": codes.Aftercare, "status": codes.AftercareStatus},
	"ClockFactForm":        {"because": codes.SuspensionReason},
	"CallForm":             {"with": codes.NoticeSource},
	"CaseForm":             {"regime": codes.LegalRegime},
	"NoticeForm":           heardLists,
	"NoticeCorrectionForm": heardLists,
	"SanctionForm":         {"kind": codes.Sanction},
	"OffenceForm":          {"offence": codes.Qualification},
	"AmountForm":           {"kind": codes.AmountKind},
	"TellingForm":          {"channel": codes.TellingChannel},
	"ForgetForm":           {"reason": codes.RedactionReason},
	"ForgetSuspectForm":    {"reason": codes.RedactionReason},
	"ForgetPersonForm":     {"reason": codes.RedactionReason},
	"EmployerForm":         {"kind": codes.EmployerKind}, "EmployerChange": {"kind": codes.EmployerKind},
	"DocumentForm":           {"kind": codes.DocumentKind, "language": codes.DocumentLanguage},
	"TemplateForm":           {"kind": codes.DocumentKind, "language": codes.DocumentLanguage},
	"TemplateWithdrawalForm": {"kind": codes.DocumentKind, "language": codes.DocumentLanguage},
}

// heardLists are those of a notice. The ground of a dismissal takes two digits that the
// list does not have as well, so it is no enumeration.
var heardLists = map[string]codes.List{
	"source": codes.NoticeSource, "step": codes.CaseStep, "vpt": codes.VPTCode, "conditional": codes.YesNo, "summons": codes.SummonsKind,
	"uplift": codes.Uplift, "outcome": codes.Outcome, "instance": codes.Instance, "decision": codes.ComplaintDecision,
}

// withForgotten is a list as it is shown, where what somebody told may have been
// forgotten since.
func withForgotten(list codes.List) codes.List {
	list.Codes = append(slices.Clone(list.Codes), codes.Entry{Code: aftercare.Forgotten})
	return list
}

var aangifteLists = map[string]codes.List{"complainant": codes.Complainant, "name": codes.Anonymity, "domicile": codes.YesNo}

// circumstances are the lists that every telling of an incident takes, beside others.
func circumstances(more map[string]codes.List) map[string]codes.List {
	lists := map[string]codes.List{
		"behaviours": codes.Behaviour, "professions": codes.Profession, "occasions": codes.Occasion,
		"grounds": codes.DiscriminationGround, "deployment": codes.Deployment, "reach": codes.Reach,
	}
	maps.Copy(lists, more)
	return lists
}

func enumerate(s *huma.Schema, list codes.List) {
	if s.Type == huma.TypeArray {
		s = s.Items
	}
	s.Enum = nil
	for _, e := range list.All() {
		s.Enum = append(s.Enum, string(e.Code))
	}
}

// description serves the description to everybody: it holds no record of anybody. It is
// written when somebody first asks, as most programs never do.
func (a *api) description() http.Handler {
	written := sync.OnceValues(func() ([]byte, error) {
		doc := a.bindTo(http.NewServeMux(), a.routes()...)
		enumerateAll(doc)
		return json.Marshal(doc)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := written()
		if err != nil {
			a.refuse(w, r, a.problem(r.Context(), fmt.Errorf("write the description of the API: %w", err)))
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		_, _ = w.Write(text)
	})
}

// enumerateAll gives each property its codes, once every operation has its schemas.
func enumerateAll(doc *huma.OpenAPI) {
	for name, lists := range listed {
		if s := doc.Components.Schemas.Map()[name]; s != nil {
			for property, list := range lists {
				enumerate(s.Properties[property], list)
			}
		}
	}
}

package figures

// Coders is how often two people who coded the same incident chose the same codes
// (projections/kappa).
type Coders struct {
	Dimension Dimension `json:"dimension"`
	Kappa     *float64  `json:"kappa,omitempty"` // nil: it cannot be computed
	Lower     *float64  `json:"lower,omitempty"` // of the range of 95 %
	Upper     *float64  `json:"upper,omitempty"`
	N         int       `json:"n"`                  // incidents that two coded
	AtLeast   bool      `json:"at_least,omitempty"` // n is rounded down
	On        string    `json:"on"`                 // day of the newest sample; of protected figures its month
	Employers int       `json:"employers,omitempty"`
	Said      Text      `json:"said"`
}

// tested are the dimensions whose codes come from a list that can be coded twice, by its name
// (coding.Lists), or from the coarser list that one rolls up to.
var tested = map[Dimension]string{
	Behaviour: "behaviour", BehaviourGroup: "behaviour-group", Means: "means", Place: "location-type", Occasion: "occasion",
	Ground: "discrimination-ground", Deployment: "deployment", Reach: "reach", Phase: "phase", Trigger: "trigger",
	Amplifier: "amplifier", Measure: "measure",
}

// CodedBy are the dimensions that a question rests on whose codes can be coded twice, each once,
// with the name of the list.
func (q Question) CodedBy() (dimensions []Dimension, lists []string) {
	seen := map[Dimension]bool{}
	for _, d := range append([]Dimension{q.Rows, q.Columns, q.Base}, q.Filters.ordered()...) {
		if list := tested[d]; list != "" && !seen[d] {
			seen[d] = true
			dimensions, lists = append(dimensions, d), append(lists, list)
		}
	}
	return dimensions, lists
}

// Name is what a dimension is called in a sentence.
func (d Dimension) Name() Text { return dimensions[d].text }

// agreementNotes are a paragraph for each.
func agreementNotes(a Answer, l Language) (list []string) {
	for _, c := range a.Coders {
		list = append(list, c.Said.In(l))
	}
	return list
}

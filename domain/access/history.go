package access

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
)

// RuleSet is the rules of access as they were at some time, to answer later by those of a day.
type RuleSet map[Role]map[Action]Cell

// Cell is one rule of a RuleSet.
type Cell struct {
	Over string `json:"over"` // nobody, own, stores or all
	Why  string `json:"why"`
}

var reaches = map[reach]string{nobody: "nobody", own: "own", stores: "stores", all: "all"}

// Rules are those of this program.
func Rules() RuleSet {
	set := RuleSet{}
	for role, cells := range rules {
		set[role] = map[Action]Cell{}
		for action, r := range cells {
			set[role][action] = Cell{Over: reaches[r.over], Why: r.why}
		}
	}
	return set
}

// Text is the set as it is kept: the same set gives the same text.
func (s RuleSet) Text() string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // texts in maps of texts
	}
	return string(text)
}

// ParseRules reads what Text gave, also of a version that had other roles and actions.
func ParseRules(text string) (s RuleSet, err error) {
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return nil, fmt.Errorf("read the rules of access that were kept: %w", err)
	}
	return s, nil
}

// InForce is by which rules was decided from some moment on.
type InForce struct {
	At     time.Time
	Hash   [32]byte // SHA-256 of the text
	Rules  RuleSet
	Door   string // what began then: serve, migrate
	Trust  []Speaks
	Logins []Login // of the database
}

// Speaks is an issuer whose word was taken on who has a role.
type Speaks struct {
	Issuer   string `json:"issuer"`
	Employer string `json:"employer,omitempty"` // code; "" for roles held at none
	Roles    []Role `json:"roles"`
}

// Login is an account that can open the database, past every rule of this program.
type Login struct {
	Name string   `json:"name"`
	All  bool     `json:"superuser,omitempty"`
	As   []string `json:"as,omitempty"` // which of our roles it may take
}

// Said is that somebody was known to hold a role, or that he held it no more; the role as it is held.
type Said struct {
	At       time.Time
	Actor    uuid.UUID
	Role     Role
	Employer uuid.UUID
	Issuer   string
	Held     bool
}

// Tenure is a stretch of time in which somebody held a role.
type Tenure struct {
	Actor     uuid.UUID
	Role      Role
	Employer  uuid.UUID
	From      time.Time
	Confirmed time.Time // said again last
	Until     time.Time // zero: nobody said that it ended
}

// Tenures are those that were not over before from and had begun before to. Nobody is told when somebody leaves
// who signs in no more, so such a one goes on, with when it was said last.
func Tenures(said []Said, from, to time.Time) (list []Tenure) {
	said = slices.Clone(said)
	slices.SortStableFunc(said, func(a, b Said) int { return a.At.Compare(b.At) })
	open := map[Tenure]int{} // by who and what alone
	for _, s := range said {
		if !s.At.Before(to) && s.Held {
			continue
		}
		key := Tenure{Actor: s.Actor, Role: s.Role, Employer: s.Employer}
		at, is := open[key]
		switch {
		case s.Held && is:
			list[at].Confirmed = s.At
		case s.Held:
			open[key] = len(list)
			key.From, key.Confirmed = s.At, s.At
			list = append(list, key)
		case is:
			list[at].Until = s.At
			delete(open, key)
		}
	}
	list = slices.DeleteFunc(list, func(t Tenure) bool { return !t.Until.IsZero() && !t.Until.After(from) })
	slices.SortStableFunc(list, func(a, b Tenure) int {
		return cmp.Or(cmp.Compare(a.Role, b.Role), a.From.Compare(b.From), cmp.Compare(a.Actor.String(), b.Actor.String()))
	})
	return list
}

// During are the rules that were in force at some moment between from and to: those of the last start before it,
// and of every one in it.
func During(all []InForce, from, to time.Time) (list []InForce) {
	for _, f := range all {
		switch {
		case !f.At.Before(to):
		case !f.At.After(from):
			list = []InForce{f}
		default:
			list = append(list, f)
		}
	}
	return list
}

// Ground is why a role may do something to a record of an owner.
type Ground struct {
	Action Action
	Why    string
}

// Grounds are what the rules gave a role over records of an owner, to whoever held it at an employer.
func (s RuleSet) Grounds(role Role, at, owner uuid.UUID, actions []Action) (list []Ground) {
	role, _ = role.In()
	for _, action := range actions {
		cell := s[role][action]
		if cell.Over == "all" || cell.Over == "own" && at == owner && owner != uuid.Nil {
			list = append(list, Ground{Action: action, Why: cell.Why})
		}
	}
	return list
}

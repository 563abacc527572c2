package identity

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/url"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"ruggensteun/domain/access"
)

// Trust is one issuer whose word is taken on who somebody is, and how far: an
// employer's issuer speaks for that employer only, one without an employer only
// for roles that are held at none. So nobody's administrator can make himself
// somebody of another employer.
type Trust struct {
	// Issuer is its address, exactly as its tokens name it.
	Issuer string `json:"issuer"`
	// Employer is the code of whom it speaks for.
	Employer string `json:"employer,omitempty"`
	// Audience is what a token must be made for when a program brings it.
	Audience string `json:"audience,omitempty"`
	// ClientID and SecretFile are ours at the issuer, for people who sign in. A
	// client that is public has no secret.
	ClientID   string `json:"clientId,omitempty"`
	SecretFile string `json:"clientSecretFile,omitempty"`
	// Groups is the claim that lists what somebody belongs to; "groups" unless given.
	Groups string `json:"groupsClaim,omitempty"`
	// Scopes are asked for beside openid, when groups come with one.
	Scopes []string `json:"scopes,omitempty"`
	// Roles says which role comes with a group: manager, or manager:NOORD for one unit of the employer.
	Roles map[string]access.Role `json:"roles"`
	// Systems says which role a program has, by the client that it is at the issuer.
	Systems map[string]access.Role `json:"systems,omitempty"`
}

// ReadTrust reads the file that --identity names. The error names the field and
// what to write there.
func ReadTrust(name string) ([]Trust, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read who is trusted to say who somebody is: %w", err)
	}
	defer f.Close()
	list, err := parseTrust(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for i, t := range list {
		if err := t.secretKept(); err != nil { // now, and not when the first one signs in
			return nil, fmt.Errorf("%s: issuers[%d].clientSecretFile: %w", name, i, err)
		}
	}
	return list, nil
}

// mostTrust is far more than all employers of the country need, and bounds what
// a wrong file name can make the program read.
const mostTrust = 4 << 20

func parseTrust(r io.Reader) ([]Trust, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostTrust+1))
	if err != nil {
		return nil, err
	}
	if len(text) > mostTrust {
		return nil, errors.New("this is more than 4 MiB: name the file with issuers")
	}
	var file struct {
		Issuers []Trust `json:"issuers"`
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return nil, fmt.Errorf("this is not a list of issuers: %w; see OPERATIONS.md, Signing in", err)
	}
	if d.More() {
		return nil, errors.New("something follows the list of issuers: leave it out")
	}
	return file.Issuers, checkAll(file.Issuers)
}

func checkAll(list []Trust) error {
	if len(list) == 0 {
		return errors.New("issuers is empty: name at least one, or nobody can ask anything")
	}
	var wrong error
	seen := map[string]bool{}
	for i, t := range list {
		for _, problem := range t.problems() {
			wrong = errors.Join(wrong, fmt.Errorf("issuers[%d].%s", i, problem))
		}
		if seen[t.Issuer] {
			// Whose token it is must follow from the token alone.
			wrong = errors.Join(wrong, fmt.Errorf("issuers[%d].issuer is given twice: give each employer an issuer (a realm, a tenant) of its own", i))
		}
		seen[t.Issuer] = true
	}
	return wrong
}

func (t Trust) problems() (list []string) {
	say := func(wrong bool, problem string) {
		if wrong {
			list = append(list, problem)
		}
	}
	say(!trustworthy(t.Issuer), "issuer must be an address that begins with https:// and has no ? or #; http:// is taken for this machine only")
	say(t.Audience == "" && t.ClientID == "", "clientId is missing: give it for people who sign in, audience for programs that bring a token, or both")
	say(t.Audience != "" && t.Audience == t.ClientID, "audience must differ from clientId: else what proves to us who signed in could be used by others to ask in that person's name")
	say(t.SecretFile != "" && t.ClientID == "", "clientId is missing: a secret is of a client")
	say(len(t.Systems) > 0 && t.Audience == "", "audience is missing: a program's token must be made for us")
	say(len(t.Roles)+len(t.Systems) == 0, "roles is empty: say which role comes with which group")
	for _, of := range []given{{"roles", t.Roles}, {"systems", t.Systems}} {
		for _, name := range slices.Sorted(maps.Keys(of.roles)) {
			role := of.roles[name]
			say(name == "", of.field+" has an empty name: everybody would have it")
			of.unknown(name, role, say)
			say(role.AtEmployer() && t.Employer == "", fmt.Sprintf("%s[%q] is held at an employer: give employer", of.field, name))
			say(role.Known() && !role.AtEmployer() && t.Employer != "", fmt.Sprintf("%s[%q] is held at no employer: give it an issuer of its own, without employer", of.field, name))
		}
	}
	return list
}

// UnknownUnits names the roles that are given in a unit which the employer does not have. That is no reason not to
// begin: an employer may get the unit later, and until then such a role shows nothing.
func UnknownUnits(list []Trust, employers []Employer) (unknown []string) {
	units := map[string][]string{}
	for _, e := range employers {
		units[e.Code] = append([]string{""}, e.Units...)
	}
	for i, t := range list {
		has, there := units[t.Employer]
		if t.Employer == "" {
			continue
		}
		if !there {
			unknown = append(unknown, fmt.Sprintf("issuers[%d].employer: there is no employer %s yet, and nobody of it is let in: register it, or mend the code", i, t.Employer))
			continue
		}
		for _, of := range []given{{"roles", t.Roles}, {"systems", t.Systems}} {
			for _, name := range slices.Sorted(maps.Keys(of.roles)) {
				if _, unit := of.roles[name].In(); !slices.Contains(has, unit) {
					unknown = append(unknown, fmt.Sprintf("issuers[%d].%s[%q]: %s has no unit %s, so whoever holds that role sees nothing: give the unit to the employer, or mend the code", i, of.field, name, t.Employer, unit))
				}
			}
		}
	}
	return unknown
}

// given is one of the two ways in which roles come.
type given struct {
	field string
	roles map[string]access.Role
}

// unitForm is that of the code of a unit.
var unitForm = regexp.MustCompile(`^[A-Z0-9][A-Z0-9._-]{0,39}$`)

// unknown says what is wrong with a role that is none, or that is held in no unit.
func (g given) unknown(name string, role access.Role, say func(wrong bool, problem string)) {
	base, unit := role.In()
	is := slices.Contains(access.Roles(), base)
	say(!is, fmt.Sprintf("%s[%q] is no role: the roles are %s", g.field, name, roleList()))
	say(is && !role.Known() && unit == "", fmt.Sprintf("%s[%q] names no unit behind the colon: write %s:UNIT with its code, or %s for all of the employer", g.field, name, base, base))
	say(is && !role.Known() && unit != "", fmt.Sprintf("%s[%q] is never held in one unit: write %s", g.field, name, base))
	say(role.Known() && unit != "" && !unitForm.MatchString(unit), fmt.Sprintf("%s[%q] names a unit by what is no code: write %s:UNIT with its code, as the employer's record has it", g.field, name, base))
}

// trustworthy tells whether nobody between us and the issuer can change what it says.
func trustworthy(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.HasSuffix(address, "#") {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	here := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	return u.Scheme == "https" || u.Scheme == "http" && here
}

func roleList() string {
	var names []string
	for _, r := range access.Roles() {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}

// rolesOf are what somebody may be, in the order in which roles are listed. That a
// group means nothing here is no error: people are in many.
func (t Trust) rolesOf(groups []string, client string) []access.Role {
	given := []access.Role{}
	for _, g := range groups {
		given = append(given, t.Roles[g])
	}
	if client != "" {
		given = append(given, t.Systems[client])
	}
	return access.HeldOf(given)
}

func (t Trust) groupsClaim() string {
	if t.Groups == "" {
		return "groups"
	}
	return t.Groups
}

// secretKept refuses a secret that everybody on the machine can use.
func (t Trust) secretKept() error {
	if t.SecretFile == "" || runtime.GOOS == "windows" {
		return nil
	}
	info, err := os.Stat(t.SecretFile)
	if err == nil && info.Mode().Perm()&0o007 != 0 {
		err = fmt.Errorf("%s can be used by everybody on this machine (mode %04o): run chmod o-rwx on it, and ask the issuer for another secret", t.SecretFile, info.Mode().Perm())
	}
	return err
}

// secret is read at each use, so that it can be renewed without a restart.
func (t Trust) secret() (string, error) {
	if t.SecretFile == "" {
		return "", nil
	}
	if err := t.secretKept(); err != nil {
		return "", err
	}
	text, err := os.ReadFile(t.SecretFile)
	if err != nil {
		return "", fmt.Errorf("read the secret of our client at the issuer: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

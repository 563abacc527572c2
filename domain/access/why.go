package access

// Reach says over whose records a role may do something, and why: what a refused actor reads, or
// the reason that a privacy officer asks for. It is "nobody", "own", "stores" or "all".
func Reach(role Role, action Action) (over, why string) {
	r := rules[role][action]
	return [...]string{nobody: "nobody", own: "own", stores: "stores", all: "all"}[r.over], r.why
}

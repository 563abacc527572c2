package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carlos7ags/folio/reader"

	"ruggensteun/adapters/vault/canary"
)

// paper reads a PDF as text without spaces.
func paper(t testing.TB, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := reader.Parse(content)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for i := range r.PageCount() {
		page, err := r.Page(i)
		if err != nil {
			t.Fatal(err)
		}
		text, err := page.ExtractText()
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(strings.Join(strings.Fields(text), ""))
	}
	return all.String()
}

func says(t testing.TB, text string, is bool, all ...string) {
	t.Helper()
	for _, one := range all {
		if strings.Contains(text, strings.Join(strings.Fields(one), "")) != is {
			t.Errorf("%q is on the paper: %v\n%s", one, !is, text)
		}
	}
}

// TestDocumentsFromTheFirstWordToForgetting is PRODUCT 6.2, step 4, and 6.3, step 4: on a
// terminal, with a database.
func TestDocumentsFromTheFirstWordToForgetting(t *testing.T) {
	t.Parallel()
	c := newTerminal(t)
	c.employer("GEM-X")
	as, folder := []string{"--as", "case-worker@GEM-X"}, t.TempDir()
	do := func(input string, args ...string) printed { return c.open(input, append(args, as...)...) }
	c.say(`{"address":["Postbus 1","3000 AA Rotterdam"],"desk":"Contactpunt agressie","phone":"010 000 00 00"}`, "template", "letterhead", "-", "--as", "registrar@GEM-X").ok()
	incident := c.say(`{"occurred":{"at":"2026-11-20T23:10:00+01:00"},"place":{"type":"ROAD","gemeente":"GM0599"},
		"behaviours":["SPIT"],"professions":["BOA1"],"occasions":["TICKET"],"means":[{"means":"FLUID","status":"USED"}],
		"workers":[{"name":"`+canary.Name+`","staff_number":"`+canary.StaffNumber+`","injury":"I1"}],
		"narrative":"`+canary.Narrative+`. Woont op `+canary.Address+`. Bel `+canary.Name+` op 06-12345678."}`, "incident", "register", "-", "--as", "registrar@GEM-X").recorded()
	var shown struct {
		Personal struct{ Workers []struct{ Person string } }
	}
	do("", "incident", "show", incident, "--json").into(&shown)
	worker := shown.Personal.Workers[0].Person

	do("", "document", "prepare", "AANGIFTE", "--incident", incident, "--worker", worker, "--out", filepath.Join(folder, "none.pdf")).fails(1, "not yours")
	// With a case that he began it is his own.
	theCase := do("", "case", "open").recorded()
	do("", "case", "link", theCase, "--kind", "INCIDENT", "--id", incident).recorded()
	do("", "case", "link", theCase, "--kind", "WORKER", "--id", worker).recorded()

	// The aangifte: seven W's, the employer as domicile, the worker behind a number.
	file := filepath.Join(folder, "aangifte.pdf")
	told := do("", "document", "prepare", "AANGIFTE", "--incident", incident, "--worker", worker, "--out", file).ok()
	if !strings.Contains(told, "(victim)") || !strings.Contains(told, "weggelaten: een telefoonnummer") {
		t.Errorf("it told\n%s", told)
	}
	text := paper(t, file)
	says(t, text, true, "1. Wie", "2. Wat", "spugen", "3. Waar", "gemeente Rotterdam", "4. Wanneer", "vrijdag 20 november 2026, 23:10 uur", "5. Waarmee", "6. Op welke wijze", canary.Narrative,
		"7. Waarom", "Postbus 1, 3000 AA Rotterdam", "[nog invullen: naam of nummer van de werknemer]")
	says(t, text, false, canary.Address, "Zilverschoonpad", "06-12345678", canary.Name, canary.StaffNumber, "VERZONNEN")

	// The letter and the claim, when the outcome is known.
	do(`{"received":{"at":"2026-11-25"},"source":"OM","step":"VERDICT","effect":{"at":"2026-11-24"},"outcome":"CONV","sanctions":[{"kind":"COMM_SERV","size":60}],
		"amounts":[{"claimant":"`+worker+`","kind":"AWARDED","cents":123405}],"reference":"10/123456-26"}`, "case", "notice", theCase, "-").recorded()
	letter, again := filepath.Join(folder, "letter.pdf"), filepath.Join(folder, "again.pdf")
	id, _, _ := strings.Cut(do("", "document", "prepare", "LETTER_VICTIM", "--case", theCase, "--worker", worker, "--out", letter).ok(), "\n")
	says(t, paper(t, letter), true, "Beste "+canary.Name, "heeft de verdachte veroordeeld", "60 uur", "1.234,05", "010 000 00 00")
	do("", "document", "issue", id, "--case", theCase).recorded()
	do("", "document", "open", id, "--case", theCase, "--out", again).ok()
	says(t, paper(t, again), true, "1.234,05")
	if list := do("", "document", "list", "--case", theCase).ok(); !strings.Contains(list, "brief aan het slachtoffer") || !strings.Contains(list, "uitgegeven") {
		t.Errorf("the list reads\n%s", list)
	}
	if page := do("", "case", "show", theCase).ok(); !strings.Contains(page, "Document opgesteld") || !strings.Contains(page, "Document uitgegeven") {
		t.Errorf("the case reads\n%s", page)
	}
	if n := c.count("SELECT count(*) FROM readings WHERE what = 'document' AND personal AND NOT changes AND role = 'case-worker'"); n != 3 {
		t.Errorf("%d readings of documents, want 3", n)
	}
	if n := c.count(`SELECT count(*) FROM blobs WHERE position('\x25504446'::bytea IN sealed) > 0 OR position(convert_to('Postbus', 'UTF8') IN sealed) > 0`); n != 0 {
		t.Errorf("%d documents are kept in clear", n)
	}
	c.run("verify").ok()

	// Who is forgotten takes the letter along.
	c.open("", "person", "forget", worker, "--what", "identity", "--reason", "ERASURE", "--forever", "--as", "registrar@GEM-X").ok()
	do("", "document", "open", id, "--case", theCase, "--out", again).fails(1, "is forgotten")
	if list := do("", "document", "list", "--case", theCase).ok(); !strings.Contains(list, "VERGETEN") {
		t.Errorf("after forgetting the list reads\n%s", list)
	}

	// What is gone, or was never named, is noticed.
	c.db.Exec(t, "ALTER TABLE blobs DISABLE TRIGGER ALL")
	c.db.Exec(t, "DELETE FROM blobs WHERE kept_at = (SELECT min(kept_at) FROM blobs)")
	c.db.Exec(t, "INSERT INTO blobs (hash, employer, sealed) SELECT sha256(x), gen_random_uuid(), x FROM (SELECT decode(repeat('ab', 40), 'hex')) AS a (x)")
	if out := c.run("verify"); out.status != 1 || !strings.Contains(out.out, "is not in the store") || !strings.Contains(out.out, "1 of them named by no event") {
		t.Errorf("verify says (%d)\n%s", out.status, out.out)
	}
}

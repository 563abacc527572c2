package vault_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"ruggensteun/adapters/vault"
	"ruggensteun/adapters/vault/vaulttest"
)

func keyFile(t *testing.T) (path, text string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "master.key")
	if _, err := vault.CreateMaster(path); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, string(b)
}

// keyIn is the key itself, in hex.
func keyIn(text string) string {
	return regexp.MustCompile(`(?m)^key (.*)$`).FindStringSubmatch(text)[1]
}

func TestAKeyFileIsReadBack(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "master.key")
	made, err := vault.CreateMaster(path)
	if err != nil {
		t.Fatal(err)
	}
	read, err := vault.LoadMaster(path)
	if err != nil || read.Fingerprint() != made.Fingerprint() {
		t.Errorf("read %s, %v; made %s", read, err, made)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 {
		t.Errorf("%d files were left", len(left))
	}
}

func TestAKeyFileIsNeverOverwritten(t *testing.T) {
	t.Parallel()
	path, text := keyFile(t)
	if _, err := vault.CreateMaster(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("gave %v", err)
	}
	if now, _ := os.ReadFile(path); string(now) != text {
		t.Error("the file was changed")
	}
}

func TestOfManyThatMakeAKeyFileOneWins(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "master.key")
	var won atomic.Int32
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			_, err := vault.CreateMaster(path)
			if err == nil {
				won.Add(1)
			} else if !errors.Is(err, fs.ErrExist) {
				t.Errorf("create: %v", err)
			}
			// Whoever lost reads a whole file at once.
			if _, err := vault.LoadMaster(path); err != nil {
				t.Errorf("load: %v", err)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d won", won.Load())
	}
}

func TestAKeyFileThatCannotBeTrustedIsRefused(t *testing.T) {
	t.Parallel()
	cut := func(n int) func(string) string { return func(s string) string { return s[:len(s)-n] } }
	cases := map[string]struct {
		change func(string) string
		mode   fs.FileMode
		says   string
	}{
		"the group may read it":      {cut(0), 0o640, "chmod 600"},
		"the world may read it":      {cut(0), 0o604, "chmod 600"},
		"the group may write it":     {cut(0), 0o620, "chmod 600"},
		"it is empty":                {func(string) string { return "" }, 0o600, "does not begin with"},
		"it is something else":       {func(string) string { return "-----BEGIN" }, 0o600, "does not begin with"},
		"it is of a later version":   {func(s string) string { return strings.Replace(s, "version 1", "version 2", 1) }, 0o600, "newer version"},
		"it ends in the fingerprint": {cut(10), 0o600, "truncated"},
		"it ends in the key":         {cut(100), 0o600, "truncated"},
		"a digit of the key differs": {func(s string) string { k := keyIn(s); return strings.Replace(s, k, flip(k), 1) }, 0o600, "truncated or was changed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path, text := keyFile(t)
			if err := os.WriteFile(path, []byte(c.change(text)), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, c.mode); err != nil {
				t.Fatal(err)
			}
			_, err := vault.LoadMaster(path)
			if !errors.Is(err, vault.ErrKeyFile) || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("gave %v", err)
			}
			if strings.Contains(err.Error(), keyIn(text)[:16]) {
				t.Error("the error holds the key")
			}
		})
	}
}

func flip(hex string) string {
	if hex[0] == '0' {
		return "1" + hex[1:]
	}
	return "0" + hex[1:]
}

func TestAFolderIsNoKeyFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := vault.LoadMaster(folder); !errors.Is(err, vault.ErrKeyFile) {
		t.Errorf("gave %v", err)
	}
	if _, err := vault.LoadMaster(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("gave %v", err)
	}
}

func TestAWrongMasterKeyIsRefusedByName(t *testing.T) {
	t.Parallel()
	w, wrong := newWorld(t), newMaster(t)
	_, err := vault.Open(t.Context(), w.store, wrong, vault.Source{})
	if !errors.Is(err, vault.ErrWrongMaster) {
		t.Fatalf("gave %v", err)
	}
	for _, m := range []vault.Master{w.master, wrong} {
		if !strings.Contains(err.Error(), m.Fingerprint().String()) {
			t.Errorf("%q does not name %s", err, m.Fingerprint())
		}
	}
	if _, err := vault.Open(t.Context(), &vaulttest.Memory{}, vault.Master{}, vault.Source{}); err == nil {
		t.Error("opened without a master key")
	}
}

func TestNothingSecretIsPrinted(t *testing.T) {
	t.Parallel()
	path, text := keyFile(t)
	m, err := vault.LoadMaster(path)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.store, w.master = &vaulttest.Memory{}, m
	w.Vault = w.another(t)
	if got, want := fmt.Sprintf("%+v", w.Vault), "vault under "+m.String(); got != want {
		t.Errorf("the vault prints as %s, want %s", got, want)
	}
	type wrapper struct {
		M      vault.Master
		hidden vault.Master
		V      *vault.Vault
		vault  *vault.Vault
	}
	values := []any{m, &m, w.Vault, *w.Vault, wrapper{m, m, w.Vault, w.Vault}, &wrapper{m, m, w.Vault, w.Vault}, []vault.Master{m}, map[string]any{"m": m}}
	for _, v := range values {
		for _, out := range printed(v) {
			for _, form := range keyForms(t, keyIn(text)) {
				if strings.Contains(strings.ToLower(out), form) {
					t.Errorf("%T prints the key: %.60s", v, out)
				}
			}
		}
	}
}

func printed(v any) []string {
	var all []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "% x"} {
		all = append(all, fmt.Sprintf(verb, v))
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("m", "v", v)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("m", "v", v)
	asJSON, _ := json.Marshal(v)
	return append(all, log.String(), string(asJSON))
}

// keyForms are ways in which the first half of a key may show.
func keyForms(t *testing.T, hexKey string) []string {
	t.Helper()
	var b []byte
	if _, err := fmt.Sscanf(hexKey[:32], "%x", &b); err != nil {
		t.Fatal(err)
	}
	list := strings.Trim(fmt.Sprint(b), "[]")
	return []string{
		hexKey[:32], list, strings.ReplaceAll(list, " ", ","), fmt.Sprintf("% x", b),
		strings.TrimSuffix(strings.TrimPrefix(strings.ToLower(fmt.Sprintf("%#v", b)), "[]byte{"), "}"),
	}
}

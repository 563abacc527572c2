package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFileIsTakenOutOnceAndTraced(t *testing.T) {
	t.Parallel()
	c := week(t)
	file := filepath.Join(t.TempDir(), "plaats.xlsx")
	const registrar = "registrar@GEM-X"
	if said := c.run("ask", "--rows", "place", "--format", "xlsx", "--output", file, "--as", registrar).ok(); !strings.Contains(said, "sha256 ") {
		t.Errorf("it says %q", said)
	}
	c.run("ask", "--rows", "place", "--format", "xlsx", "--output", file, "--as", registrar).fails(2, "is there already")
	c.run("ask", "--rows", "place", "--format", "xlsx", "--as", registrar).fails(2, "--output")
	c.run("ask", "--rows", "place", "--output", file+"2", "--as", registrar).fails(2, "--format")
	if said := c.run("export", "trace", file, "--as", registrar).ok(); strings.Count(said, "sha256") != 1 || !strings.Contains(said, "registrar@GEM-X") || !strings.Contains(said, "incident by place") {
		t.Errorf("it says %q", said)
	}
	if err := os.WriteFile(file, []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	if said := c.run("export", "trace", file, "--as", registrar, "--language", "en").ok(); !strings.HasPrefix(said, "No file") {
		t.Errorf("it says %q", said)
	}
	if said := c.run("export", "list", "--as", "operator", "--language", "en").ok(); !strings.HasPrefix(said, "No file") {
		t.Errorf("the operator is told %q", said)
	}
	c.run("export", "list", "--employer", "GEM-X", "--as", "operator").fails(1, "--as registrar@CODE")
	c.run("export", "list", "--as", "reporter@GEM-X").fails(1, "registrar")
}

// Package glpk lets tests solve integer programmes with GLPK, which must be on the machine.
package glpk

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Solver gives the optimum of programmes in CPLEX LP format, with glpsol. Without it the test
// is skipped, unless RUGGENSTEUN_TEST_SOLVER=required.
func Solver(t testing.TB) func(program string) (int, error) {
	t.Helper()
	program, err := exec.LookPath("glpsol")
	if err != nil {
		if os.Getenv("RUGGENSTEUN_TEST_SOLVER") == "required" {
			t.Fatal("glpsol is missing: make solver installs it (Debian: sudo apt-get install glpk-utils; macOS: brew install glpk)")
		}
		t.Skip("skipped the joint integer programme: glpsol is missing (Debian: sudo apt-get install glpk-utils)")
	}
	return func(text string) (int, error) { return solve(t, program, text) }
}

func solve(t testing.TB, program, text string) (int, error) {
	folder := t.TempDir()
	in, out := filepath.Join(folder, "in.lp"), filepath.Join(folder, "out")
	if err := os.WriteFile(in, []byte(text), 0o600); err != nil {
		return 0, err
	}
	// The limit is in seconds: a programme that takes longer is one that the attack should
	// not have made.
	said, err := exec.Command(program, "--lp", in, "-w", out, "--tmlim", "60").CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("glpsol: %w: %s", err, said)
	}
	solution, err := os.ReadFile(out)
	if err != nil {
		return 0, fmt.Errorf("glpsol wrote no solution: %w: %s", err, said)
	}
	return optimum(string(solution))
}

// optimum reads "s mip ROWS COLUMNS o OBJECTIVE", where o says that it is proven.
func optimum(solution string) (int, error) {
	for line := range strings.Lines(solution) {
		var rows, columns int
		var status string
		var objective float64
		if n, _ := fmt.Sscanf(line, "s mip %d %d %s %g", &rows, &columns, &status, &objective); n == 4 {
			if status != "o" {
				return 0, fmt.Errorf("glpsol found no proven optimum: %s", strings.TrimSpace(line))
			}
			return int(objective + 0.5), nil
		}
	}
	return 0, fmt.Errorf("glpsol's solution cannot be read")
}

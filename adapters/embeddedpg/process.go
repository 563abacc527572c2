package embeddedpg

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// childrenOf lists the processes that a process has started, as far as the system tells.
func childrenOf(parent int) []int {
	var pids []int
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", parent, parent))
	if err != nil {
		text, _ = exec.Command("pgrep", "-P", strconv.Itoa(parent)).Output()
	}
	for _, field := range strings.Fields(string(text)) {
		if pid, err := strconv.Atoi(field); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

// commandLine is empty for a process that does not exist or is dead but not yet buried.
func commandLine(pid int) []string {
	if text, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid)); err == nil {
		return strings.FieldsFunc(string(text), func(r rune) bool { return r == 0 })
	}
	if _, err := os.Stat("/proc/self"); err == nil {
		return nil
	}
	// Without /proc, as on macOS. A data folder with a space in its name is then not recognised, which errs on the side
	// of leaving a process alone.
	text, _ := exec.Command("ps", "-ww", "-o", "args=", "-p", strconv.Itoa(pid)).Output()
	return strings.Fields(string(text))
}

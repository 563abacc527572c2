package webtest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Browser is a running Chromium.
type Browser struct {
	Version string

	mu     sync.Mutex // one order at a time
	stdin  io.WriteCloser
	stdout *bufio.Reader
	cmd    *exec.Cmd
	said   *strings.Builder
}

// Look is how a page is opened.
type Look struct {
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers,omitempty"`
	Width   int               `json:"width"`
	Height  int               `json:"height"`
	Dark    bool              `json:"dark,omitempty"`
	Print   bool              `json:"print,omitempty"`
	// Axe judges the page. Without it the page's own policy holds to the letter.
	Axe           bool   `json:"axe,omitempty"`
	Walk          bool   `json:"walk,omitempty"` // by Tab alone
	WithoutScript bool   `json:"withoutScript,omitempty"`
	Picture       string `json:"picture,omitempty"` // where to put a screenshot
	Window        bool   `json:"window,omitempty"`  // of what the window shows, and not of the whole page
	PDF           string `json:"pdf,omitempty"`     // where to put the page as it is printed
}

// Seen is what a person would meet.
type Seen struct {
	Status     int
	URL, Title string
	Said       []string // errors and warnings of the console
	Asked      []string // every address that was asked
	Wide       int      // by how much the page is wider than the window
	Violations []string
	Passes     int
	Walk       []Step
	Left       []string // of Print: what can only be pressed, and what stays folded away
}

// Step is what had the focus.
type Step struct {
	Name  string
	Shown bool // it could be seen, and that it had the focus
}

// Speed is of a telephone on a slow network.
type Speed struct {
	Painted float64 // Largest Contentful Paint in milliseconds
	Bytes   float64 // over the network, all of it
}

// Start gives a browser that ends with the test. As Installed, it fails the test where it is required. The race
// detector looks at what answers pages in the tests of adapters/api and adapters/web, and not here.
func Start(t testing.TB) *Browser {
	t.Helper()
	if raced {
		t.Skip("make test drives a browser without the race detector")
	}
	folder := Installed(t)
	program, err := browserProgram()
	unless(t, err)
	b := &Browser{said: &strings.Builder{}}
	b.cmd = exec.Command("node", "drive.js")
	b.cmd.Dir, b.cmd.Stderr = folder, b.said
	b.cmd.Env = append(os.Environ(), "BROWSER_PROGRAM="+program)
	b.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // with its windows
	if b.stdin, err = b.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	stdout, err := b.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := b.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.end)
	b.stdout = bufio.NewReader(stdout)
	var ready struct{ Ready string }
	if err := b.read(&ready); err != nil {
		t.Fatalf("the browser did not start: %v", err)
	}
	b.Version = ready.Ready
	return b
}

// end lets it close its windows, and does not wait for ever for one that will not: a test that failed has to say so.
func (b *Browser) end() {
	_ = b.stdin.Close()
	late := time.AfterFunc(20*time.Second, func() { _ = syscall.Kill(-b.cmd.Process.Pid, syscall.SIGKILL) })
	_ = b.cmd.Wait()
	late.Stop()
}

func browserProgram() (string, error) {
	for _, name := range []string{os.Getenv("RUGGENSTEUN_TEST_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("the tests of pages need Chromium: install it (Debian: sudo apt-get install chromium), or name it in RUGGENSTEUN_TEST_CHROMIUM")
}

// Open looks at a page.
func (b *Browser) Open(t testing.TB, look Look) Seen {
	t.Helper()
	var seen Seen
	b.order(t, struct {
		Do string `json:"do"`
		Look
	}{"open", look}, &seen)
	return seen
}

// Judged is what a person would meet on one page, in every theme and at every width.
type Judged struct {
	Status     int
	URL, Title string
	Said       []string
	Asked      []string
	States     []struct {
		Width      int
		Dark       bool
		Wide       int
		Widest     []string // what sticks out
		Violations []string
		Passes     int
		Moves      []string // what moves for who asked for no motion
		Walk       []Step   // what had the focus and did not show it
	}
}

// Judge has axe look at a page in light and dark at each width, and walks through it by Tab. With submit it sends the
// last form of the page first, as it stands there.
func (b *Browser) Judge(t testing.TB, look Look, submit bool, widths ...int) Judged {
	t.Helper()
	var judged Judged
	b.order(t, struct {
		Do string `json:"do"`
		Look
		Submit bool  `json:"submit"`
		Widths []int `json:"widths"`
	}{"judge", look, submit, widths}, &judged)
	return judged
}

// Measure opens it on a slow network.
func (b *Browser) Measure(t testing.TB, look Look) Speed {
	t.Helper()
	var speed Speed
	b.order(t, struct {
		Do string `json:"do"`
		Look
	}{"measure", look}, &speed)
	return speed
}

func (b *Browser) order(t testing.TB, order, into any) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	err := json.NewEncoder(b.stdin).Encode(order)
	if err == nil {
		err = b.read(into)
	}
	if err != nil {
		t.Fatalf("drive the browser: %v", err)
	}
}

func (b *Browser) read(into any) error {
	line, err := b.stdout.ReadBytes('\n')
	if err != nil {
		_ = b.cmd.Wait()
		return fmt.Errorf("%w\n%s", err, b.said)
	}
	var failed struct{ Failed string }
	if err := json.Unmarshal(line, &failed); err == nil && failed.Failed != "" {
		return fmt.Errorf("%s", failed.Failed)
	}
	return json.Unmarshal(line, into)
}

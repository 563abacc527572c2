package embeddedpg

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

const (
	serverLogName = "server.log"
	serverLogMax  = 1 << 20 // then it becomes server.log.1 at the next start: with our settings that takes years
	tailBytes     = 2000
)

// serverLog is the file in the data folder in which PostgreSQL writes what it meets.
type serverLog struct {
	*os.File
	start int64 // where this run's part begins
}

func openServerLog(p plan) (*serverLog, error) {
	path := filepath.Join(p.data, serverLogName)
	if info, err := os.Lstat(path); err == nil && info.Size() > serverLogMax {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, fmt.Errorf("put the full log aside: %w", err)
		}
	}
	// As root, follow no link that the folder's owner may have put there.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the database's log: %w", err)
	}
	if err := p.as.own(path); err != nil {
		f.Close()
		return nil, fmt.Errorf("give the database's log to user %s: %w", p.as.name, err)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("see how long the database's log is: %w", err)
	}
	return &serverLog{File: f, start: info.Size()}, nil
}

// tail is the end of what this run wrote, to follow an error message.
func (l *serverLog) tail() string {
	from := l.start
	if info, err := l.Stat(); err == nil {
		from = max(from, info.Size()-tailBytes)
	}
	text, err := io.ReadAll(io.NewSectionReader(l.File, from, tailBytes))
	if err != nil || len(text) == 0 {
		return ""
	}
	return explain(string(text))
}

// remedies say what to do about PostgreSQL's own words, where those leave it open.
var remedies = []struct{ words, remedy string }{
	{"No space left on device", "the disk is full: make room, or choose another folder"},
	{"could not look up effective user ID", "PostgreSQL needs its user to have an entry in /etc/passwd"},
	{"Permission denied", "the database's user must be able to write there"},
}

func explain(output string) string {
	advice := ""
	for _, r := range remedies {
		if strings.Contains(output, r.words) {
			advice += " (" + r.remedy + ")"
		}
	}
	return advice + ":\n" + strings.TrimSpace(output)
}

package postgres_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/eventlog/logtest"
)

// Tests that need another process start this binary again with these set.
const (
	childWorkload = "RUGGENSTEUN_TEST_WORKLOAD" // a logtest.Workload
	childLogins   = "RUGGENSTEUN_TEST_LOGINS"   // owner, app and reader, by spaces
)

func TestMain(m *testing.M) {
	if text := os.Getenv(childWorkload); text != "" {
		if err := runWorkload(text); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// runWorkload appends from a process of its own and says on standard output
// what it is about to do and what came of it.
func runWorkload(text string) error {
	w, err := logtest.ParseWorkload(text)
	if err != nil {
		return err
	}
	urls := strings.Fields(os.Getenv(childLogins))
	db, err := postgres.Connect(context.Background(), postgres.Logins{Owner: urls[0], App: urls[1], Reader: urls[2]})
	if err != nil {
		return err
	}
	defer db.Close()
	log := postgres.OpenLog(db, postgres.LogOptions{})
	defer log.Close()
	return w.Run(context.Background(), log, os.Stdout)
}

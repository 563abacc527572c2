package postgres_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"ruggensteun/adapters/postgres"
	"ruggensteun/domain/eventlog/logtest"
)

// Tests that need another process start this binary again with these set.
const (
	childWorkload = "RUGGENSTEUN_TEST_WORKLOAD" // a logtest.Workload
	childHolds    = "RUGGENSTEUN_TEST_HOLDS"    // anything: take the append lock and keep it
	childLogins   = "RUGGENSTEUN_TEST_LOGINS"   // owner, app and reader, by spaces
)

func TestMain(m *testing.M) {
	text := os.Getenv(childWorkload)
	switch {
	case text != "":
		exit(asChild(func(db *postgres.DB) error { return runWorkload(db, text) }))
	case os.Getenv(childHolds) != "":
		exit(asChild(holdForEver))
	}
	os.Exit(m.Run())
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func asChild(work func(*postgres.DB) error) error {
	urls := strings.Fields(os.Getenv(childLogins))
	db, err := postgres.Connect(context.Background(), postgres.Logins{Owner: urls[0], App: urls[1], Reader: urls[2]})
	if err != nil {
		return err
	}
	defer db.Close()
	return work(db)
}

// holdForEver says when it has the append lock, and then does nothing until it is killed.
func holdForEver(db *postgres.DB) error {
	if _, err := db.Hold(context.Background()); err != nil {
		return err
	}
	fmt.Println("held")
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

// runWorkload appends from a process of its own and says on standard output
// what it is about to do and what came of it.
func runWorkload(db *postgres.DB, text string) error {
	w, err := logtest.ParseWorkload(text)
	if err != nil {
		return err
	}
	log := postgres.OpenLog(db, postgres.LogOptions{})
	defer log.Close()
	return w.Run(context.Background(), log, os.Stdout)
}

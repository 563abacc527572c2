// Ensure makes sure that this machine has a PostgreSQL for the tests, and prints the folder of its programs.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"ruggensteun/adapters/embeddedpg"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	bin, err := embeddedpg.Ensure(ctx, os.Stderr)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(bin.Dir)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"ruggensteun/adapters/postgres"
	"ruggensteun/adapters/vault"
)

const keyUsage = `key ACTION [options]

Actions:
  new FILE               make a master key (mode 0600)
  cell FILE              make the key of protected figures (mode 0600)
  show                   print the public key that bundles of this store are
                         checked with (ruggensteun bundle verify --key)
  rotate FILE            wrap every employer's key under the master key in FILE
                         instead of the present one; FILE is made when it is
                         not there
  rewrite                write the table of keys anew, so that keys that were
                         destroyed stand in no file of the database any more,
                         and check that: certificates say so from then on.
                         --all: every table. It waits for whoever can still see
                         what was destroyed, and says who that is

While a table is written anew nobody reads or changes it, and it needs room for
it twice. Run it after erasing, at a quiet hour; again does no harm. The
write-ahead log, standby servers and backups keep it for their own terms.

The master key opens everything personal in a store. It is never in the
database: back it up apart from the database, and lose neither.

Figures over the records of others are changed a little, so that nobody can be
recognised; by how much follows from the cell key. It is made once, for good:
with another one every such figure becomes another, and whoever has it can undo
the change. Without one, nobody but the owner of records is told figures.
`

func (p *program) key(ctx context.Context, args []string) error {
	f, w := p.ownWork("key", keyUsage)
	all := f.Bool("all", false, "with rewrite: every table, also the log and lists")
	wait := f.Duration("wait", 10*time.Minute, "with rewrite: how long to wait for others; 0: not at all")
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	action, rest, err := actionOf("key", rest, "new", "cell", "show", "rotate", "rewrite")
	if err != nil {
		return err
	}
	if action == "show" {
		if err := noMore(rest); err != nil {
			return err
		}
		return p.operating(ctx, w, func(s *store) error {
			_, err := fmt.Fprintln(p.out, s.vault.BundleKey())
			return err
		})
	}
	if action == "rewrite" {
		if err := noMore(rest); err != nil {
			return err
		}
		return p.operating(ctx, w, func(s *store) error { return p.rewriteKeys(ctx, s, *all, *wait) })
	}
	file, err := onlyWord("the key's file", rest)
	if err != nil {
		return err
	}
	if action == "rotate" {
		return p.operating(ctx, w, func(s *store) error { return p.rotateKey(ctx, s, file) })
	}
	if action == "cell" {
		key, err := vault.CreateCellKey(file)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(p.out, "A cell key with fingerprint %s is in %s.\n", key.Fingerprint(), file)
		return err
	}
	master, err := vault.CreateMaster(file)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "A master key with fingerprint %s is in %s.\n", master.Fingerprint(), file)
	return err
}

// rotateKey makes the new key durable before the store is wrapped under it, so
// that whenever it is interrupted one of the two files opens the store.
func (p *program) rotateKey(ctx context.Context, s *store, file string) error {
	old, err := vault.LoadMaster(s.masterFile)
	if err != nil {
		return err
	}
	master, err := vault.LoadMaster(file)
	if errors.Is(err, fs.ErrNotExist) {
		master, err = vault.CreateMaster(file)
	}
	if err != nil {
		return err
	}
	if err := vault.Rotate(ctx, postgres.OpenKeys(s.db), old, master); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.out, "The store is opened by %s (fingerprint %s) from now on, and no more by %s.\nStart servers again with --master-key %[1]s.\n",
		file, master.Fingerprint(), s.masterFile)
	return err
}

package intake

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestSorter: whatever goes in comes out in order and whole, in one run or many.
func TestSorter(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		s, err := newSorter(folder)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		type flat struct {
			key, data string
			row       int
		}
		var want, got []flat
		for i := range rapid.IntRange(0, 40).Draw(t, "entries") {
			e := flat{key: rapid.StringN(0, 3, -1).Draw(t, "key"), data: rapid.String().Draw(t, "data"), row: rapid.IntRange(1, 1<<40).Draw(t, "row")*64 + i}
			want = append(want, e)
			if err := s.add(entry{key: []byte(e.key), row: e.row, data: []byte(e.data)}); err != nil {
				t.Fatal(err)
			}
			if rapid.Bool().Draw(t, "spill") {
				if err := s.spill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		slices.SortFunc(want, func(a, b flat) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.row, b.row)) })
		for range 2 { // it can be asked again
			got = nil
			if err := s.sorted(func(e entry) error {
				got = append(got, flat{key: string(e.key), row: e.row, data: string(e.data)})
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("got %v, want %v", got, want)
			}
		}
	})
}

func TestSorterSpillsByItself(t *testing.T) {
	t.Parallel()
	s, err := newSorter(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	const n = 300
	large := make([]byte, arenaSize/64)
	for i := range n {
		if err := s.add(entry{key: fmt.Appendf(nil, "%03d", (i*7)%n), row: i, data: large}); err != nil {
			t.Fatal(err)
		}
		if len(s.arena) > arenaSize {
			t.Fatalf("%d bytes wait in memory", len(s.arena))
		}
	}
	next := 0
	if err := s.sorted(func(e entry) error {
		if want := fmt.Sprintf("%03d", next); string(e.key) != want || len(e.data) != len(large) {
			return fmt.Errorf("got %s with %d bytes, want %s", e.key, len(e.data), want)
		}
		next++
		return nil
	}); err != nil || next != n || len(s.runs) < 4 {
		t.Errorf("%d entries in %d runs, %v", next, len(s.runs), err)
	}
}

func TestSorterPassesOnWhatTheReaderSays(t *testing.T) {
	t.Parallel()
	s, err := newSorter(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.add(entry{row: 1}); err != nil {
		t.Fatal(err)
	}
	if err := s.sorted(func(entry) error { return errStop }); !errors.Is(err, errStop) {
		t.Errorf("got %v", err)
	}
}

// TestTemporaryFilesArePrivate: nobody else can read them, and they have no name.
func TestTemporaryFilesArePrivate(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file, err := newTemporaryFile(folder)
	if err != nil {
		t.Fatal(err)
	}
	info, err := file.Stat()
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	nothingLeft(t, folder)
	if err := errors.Join(file.Close(), file.Close()); err != nil {
		t.Error(err)
	}
	if _, err := newTemporaryFile(folder + "/none"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestCellsSurviveTheFile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) cell {
			return cell{text: rapid.String().Draw(t, "text"), broken: rapid.Bool().Draw(t, "broken"), kind: cellKind(rapid.IntRange(0, 4).Draw(t, "kind"))}
		}), 0, 5).Draw(t, "cells")
		got, rest := readCells(append(appendCells(nil, cells), "rest"...), len(cells), nil)
		if !slices.Equal(got, cells) || string(rest) != "rest" {
			t.Fatalf("got %v and %q", got, rest)
		}
	})
}

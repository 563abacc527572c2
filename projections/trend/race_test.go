//go:build race

package trend_test

// raced is true in a test that looks for races, which makes counting ten times slower.
const raced = true

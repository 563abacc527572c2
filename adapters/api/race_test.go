//go:build race

package api

// raced is true in a test that looks for races, which makes asking several times slower.
const raced = true

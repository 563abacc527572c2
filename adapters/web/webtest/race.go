//go:build race

package webtest

// raced is true in a program that looks for races, beside which a browser waits several times as long.
const raced = true

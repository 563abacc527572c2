//go:build !race

package trend_test

const raced = false

package vaulttest_test

import (
	"testing"

	"ruggensteun/adapters/vault/vaulttest"
)

func TestMemoryKeepsEveryPromise(t *testing.T) {
	t.Parallel()
	vaulttest.Run(t, func(*testing.T) vaulttest.Bench {
		m := &vaulttest.Memory{}
		return vaulttest.Bench{Store: m, Keep: m.Keep}
	})
}

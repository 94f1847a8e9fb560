package archive

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Vacant returns an error where something has the name already.
func Vacant(out string) error {
	if _, err := os.Lstat(out); err == nil {
		return fmt.Errorf("%s is there already; name another folder", out)
	}
	return nil
}

// Folder writes everything into a folder that does not exist yet, and that has its name
// only once all is in it.
func Folder(ctx context.Context, s Source, now time.Time, out string) (made Made, err error) {
	if err := Vacant(out); err != nil {
		return made, err
	}
	shop, leave, err := Workshop(filepath.Dir(out), time.Now())
	if err != nil {
		return made, fmt.Errorf("export: %w", err)
	}
	defer func() { err = errors.Join(err, leave()) }()
	part := filepath.Join(shop, "all")
	if err := os.Mkdir(part, 0o700); err != nil {
		return made, fmt.Errorf("export: %w", err)
	}
	if made, err = Write(ctx, s, now, func(name string, data []byte) error { return place(part, name, data) }); err != nil {
		return made, err
	}
	if err := os.Rename(part, out); err != nil {
		return made, fmt.Errorf("export: %w", err)
	}
	return made, nil
}

// place writes a file below a folder, for its owner alone.
func place(folder, name string, data []byte) error {
	at := filepath.Join(folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return os.WriteFile(at, data, 0o600)
}

package backups

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Backups are named by their time, so that their names sort.
const (
	prefix    = "liubao-"
	suffix    = ".db"
	stampForm = "20060102T150405Z"
)

// Stamp is a time as names have it.
func Stamp(at time.Time) string { return at.UTC().Format(stampForm) }

// Name is what a scheduled backup of the time is called.
func Name(at time.Time) string { return prefix + Stamp(at) + suffix }

// NameBefore is what the backup is called that is made before data of an older
// schema are brought up to date. It is no scheduled one, and never forgotten.
func NameBefore(schema int, at time.Time) string {
	return fmt.Sprintf("%sschema%d-%s%s", prefix, schema, Stamp(at), suffix)
}

// Dated is a scheduled backup.
type Dated struct {
	File string
	At   time.Time
}

// Scheduled returns the folder's scheduled backups, oldest first, and apart from
// them those whose names are of a time that has not come: a clock was wrong then, or
// is now, so that they are neither the newest nor to be forgotten. Other files
// are nobody's business here.
func Scheduled(dir string, now time.Time) (past, ahead []Dated, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range entries {
		name, ok := strings.CutPrefix(e.Name(), prefix)
		stamp, ok2 := strings.CutSuffix(name, suffix)
		at, err := time.Parse(stampForm, stamp)
		switch x := (Dated{filepath.Join(dir, e.Name()), at}); {
		case !ok || !ok2 || err != nil || !e.Type().IsRegular():
		case at.After(now):
			ahead = append(ahead, x)
		default:
			past = append(past, x)
		}
	}
	older := func(a, b Dated) int { return a.At.Compare(b.At) }
	slices.SortFunc(past, older)
	slices.SortFunc(ahead, older)
	return past, ahead, nil
}

// Forget removes all scheduled backups but the newest, and what a killed
// process left of one it was writing.
func Forget(dir string, keep int, now time.Time) error {
	have, _, err := Scheduled(dir, now)
	if err != nil {
		return err
	}
	var errs []error
	for len(have) > max(keep, 1) {
		errs = append(errs, os.Remove(have[0].File))
		have = have[1:]
	}
	parts, err := filepath.Glob(filepath.Join(dir, "."+prefix+"*"+suffix+".*"))
	errs = append(errs, err)
	for _, part := range parts {
		errs = append(errs, os.Remove(part))
	}
	return errors.Join(errs...)
}

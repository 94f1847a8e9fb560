package ops

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/internal/app/backups"
	"liubao/internal/app/serving"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/bolt"
	"liubao/storage/migrate"
)

// peopleIn counts the people in a data file.
func peopleIn(t *testing.T, file string) (n int) {
	t.Helper()
	e, err := bolt.Open(file, bolt.Options{})
	require.NoError(t, err)
	require.NoError(t, e.View(t.Context(), func(r storage.Reader) error {
		all, err := storage.AllPeople(r)
		n = len(all)
		return err
	}))
	require.NoError(t, e.Close())
	return n
}

func TestBackupAndRestore(t *testing.T) {
	s := newSite(t, "")
	out := filepath.Join(t.TempDir(), "one.db")
	_, err := Backup(t.Context(), s.o, out)
	require.ErrorIs(t, err, os.ErrNotExist)

	s.start()
	s.running()
	s.director()
	saved, err := Backup(t.Context(), s.o, out)
	require.NoError(t, err)
	assert.True(t, saved.Running)
	info, err := os.Stat(out)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	assert.Equal(t, saved.Bytes, info.Size())
	assert.Equal(t, 1, peopleIn(t, out))

	_, err = Backup(t.Context(), s.o, out)
	require.ErrorContains(t, err, "is there already")
	_, err = Restore(t.Context(), s.o, out, morning)
	require.ErrorIs(t, err, bolt.ErrLocked, "not under a bot that runs")

	require.NoError(t, s.p.service.Load().Update(t.Context(), func(tx storage.Tx) error {
		return storage.SavePerson(tx, reports.Person{ID: "late", Name: "后来者"})
	}))
	s.end()
	still := filepath.Join(filepath.Dir(out), "still.db")
	saved, err = Backup(t.Context(), s.o, still)
	require.NoError(t, err)
	assert.False(t, saved.Running)
	assert.Equal(t, 2, peopleIn(t, still))

	done, err := Restore(t.Context(), s.o, out, morning)
	require.NoError(t, err)
	assert.True(t, done.Found.Audit.OK())
	assert.Positive(t, done.Found.Audit.Rows)
	assert.Equal(t, 1, peopleIn(t, s.o.Config.Data.File))
	assert.Equal(t, s.o.Config.Data.File+".before-20261210T013000Z", done.Aside)
	assert.Equal(t, 2, peopleIn(t, done.Aside))
	s.start()
	s.running()
}

// The copy beside the data cannot be made: whoever asked for the backup reads why.
func TestBackupWithoutRoomBesideTheData(t *testing.T) {
	s := newSite(t, "[data]\nfile = \"data/liubao.db\"\nsocket = \"bot.sock\"\n")
	s.start()
	s.running()
	dir := filepath.Dir(s.o.Config.Data.File)
	require.NoError(t, os.Rename(dir, dir+"-gone"))
	_, err := Backup(t.Context(), s.o, filepath.Join(t.TempDir(), "now.db"))
	require.ErrorContains(t, err, "no copy could be made beside the data")
}

func TestRestoreTouchesNothingForABadBackup(t *testing.T) {
	s := newSite(t, "")
	s.start()
	s.running()
	s.director()
	s.end()
	file := s.o.Config.Data.File
	whole, err := os.ReadFile(file)
	require.NoError(t, err)

	bad := filepath.Join(t.TempDir(), "bad.db")
	require.NoError(t, os.WriteFile(bad, whole[:8192], 0o600))
	_, err = Restore(t.Context(), s.o, bad, morning)
	require.ErrorIs(t, err, storage.ErrCorrupt)
	require.ErrorContains(t, err, "bad.db is no usable backup; choose another one")

	newer := filepath.Join(t.TempDir(), "newer.db")
	e, err := bolt.Open(newer, bolt.Options{})
	require.NoError(t, err)
	require.NoError(t, e.Update(t.Context(), func(tx storage.Tx) error {
		return storage.Put(tx, storage.RowMeta.Key(storage.MetaSchema), storage.Schema+1)
	}))
	require.NoError(t, e.Close())
	_, err = Restore(t.Context(), s.o, newer, morning)
	require.ErrorIs(t, err, storage.ErrNewer)

	assert.Equal(t, 1, peopleIn(t, file))
	entries, err := filepath.Glob(file + ".*")
	require.NoError(t, err)
	assert.Empty(t, entries)
}

func TestRestoreInPlaceOfADamagedFile(t *testing.T) {
	s := newSite(t, "")
	s.start()
	s.running()
	s.end()
	file, out := s.o.Config.Data.File, filepath.Join(t.TempDir(), "one.db")
	_, err := Backup(t.Context(), s.o, out)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, []byte("no store at all"), 0o600))
	_, err = Open(s.o)
	require.ErrorIs(t, err, storage.ErrCorrupt)
	assert.NotContains(t, err.Error(), "newest backup", "there is none")
	s.o.Config.Backup.Dir = t.TempDir()
	for _, name := range []string{"liubao-20261208T030000Z.db", "liubao-20261209T030000Z.db"} {
		require.NoError(t, os.WriteFile(filepath.Join(s.o.Config.Backup.Dir, name), nil, 0o600))
	}
	_, err = Open(s.o)
	require.ErrorContains(t, err, "liubao restore --config "+s.o.Config.File()+" --from "+filepath.Join(s.o.Config.Backup.Dir, "liubao-20261209T030000Z.db"))

	done, err := Restore(t.Context(), s.o, out, morning)
	require.NoError(t, err)
	old, err := os.ReadFile(done.Aside)
	require.NoError(t, err)
	assert.Equal(t, "no store at all", string(old))
	s.start()
	s.running()
}

// TestBackupThatBreaksOff: a bot that dies while it sends leaves no file, even
// where what arrived could be opened.
func TestBackupThatBreaksOff(t *testing.T) {
	s := newSite(t, "")
	s.start()
	s.running()
	s.end()
	whole, err := os.ReadFile(s.o.Config.Data.File)
	require.NoError(t, err)
	for name, send := range map[string]http.HandlerFunc{
		"in the middle": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(whole[:len(whole)/2])
			panic(http.ErrAbortHandler)
		},
		"without its sum": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(whole) },
		"with another sum": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Trailer", digestTrailer)
			_, _ = w.Write(whole)
			w.Header().Set(digestTrailer, strings.Repeat("0", 64))
		},
		"with a refusal": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "not now", http.StatusUnprocessableEntity) },
	} {
		t.Run(name, func(t *testing.T) {
			srv, err := serving.Private(SocketFile(s.o.Config), send, s.o.Log)
			require.NoError(t, err)
			dir := t.TempDir()
			_, err = Backup(t.Context(), s.o, filepath.Join(dir, "out.db"))
			require.Error(t, err)
			require.NoError(t, srv.Close())
			entries, err := os.ReadDir(dir)
			require.NoError(t, err)
			assert.Empty(t, entries)
		})
	}
}

func TestScheduledBackups(t *testing.T) {
	s := newSite(t, "[backup]\ndir = \"backups\"\nevery = \"1h\"\nkeep = 2\n")
	dir := s.o.Config.Backup.Dir
	s.start()
	s.running()
	first := filepath.Join(dir, "liubao-20261210T013000Z.db")
	s.until("the first is made", func() bool { return s.p.Status(context.Background()).Backup.Equal(morning) })
	assert.Equal(t, 0, peopleIn(t, first))
	s.until("another is made", func() bool {
		s.clock.Advance(time.Minute)
		return s.p.Status(context.Background()).Backup.After(morning)
	})
	s.end()
	have, _, err := backups.Scheduled(dir, s.clock.Now())
	require.NoError(t, err)
	require.Len(t, have, 2)
	assert.GreaterOrEqual(t, have[1].At.Sub(have[0].At), time.Hour)
}

func TestBackupsAreForgotten(t *testing.T) {
	s := newSite(t, "[backup]\ndir = \"backups\"\nevery = \"1h\"\nkeep = 2\n")
	dir := s.o.Config.Backup.Dir
	require.NoError(t, os.MkdirAll(dir, 0o700))
	mine := filepath.Join(dir, "liubao-by-hand.db")
	half := filepath.Join(dir, ".liubao-20261210T000000Z.db.123")
	for _, f := range []string{mine, half} {
		require.NoError(t, os.WriteFile(f, nil, 0o600))
	}
	p := s.open()
	for range 3 {
		wait, err := p.backUp(t.Context())
		require.NoError(t, err)
		s.clock.Advance(wait)
	}
	require.NoError(t, p.Close())
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	assert.Equal(t, []string{"liubao-20261210T023000Z.db", "liubao-20261210T033000Z.db", "liubao-by-hand.db"}, names)
}

func TestNoBackupBeforeItIsDue(t *testing.T) {
	s := newSite(t, "[backup]\ndir = \"backups\"\nevery = \"24h\"\n")
	p := s.open()
	wait, err := p.backUp(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 24*time.Hour, wait)
	s.clock.Advance(time.Hour)
	wait, err = p.backUp(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 23*time.Hour, wait, "a restart does not begin anew")
	s.clock.Jump(morning.Add(-time.Hour))
	_, err = p.backUp(t.Context())
	require.NoError(t, err)
	have, ahead, err := backups.Scheduled(s.o.Config.Backup.Dir, s.clock.Now())
	require.NoError(t, err)
	assert.Len(t, have, 1, "a clock that was set back does not stop backups")
	assert.Len(t, ahead, 1, "nor does it lose one")
	require.NoError(t, p.Close())
}

// open opens the data file as a start does, without a bot.
func (s *site) open() *Program {
	p, err := Open(s.o)
	require.NoError(s.t, err)
	require.NoError(s.t, migrate.Run(s.t.Context(), p.engine, nil))
	return p
}

// Backups that a wrong clock has dated later than now are neither the newest nor
// forgotten, and what was just made stays.
func TestBackupsOfAWrongClock(t *testing.T) {
	s := newSite(t, "[backup]\ndir = \"backups\"\nevery = \"1h\"\nkeep = 1\n")
	p := s.open()
	s.clock.Jump(morning.AddDate(3, 0, 0))
	_, err := p.backUp(t.Context())
	require.NoError(t, err)
	s.clock.Jump(morning)
	for range 2 {
		wait, err := p.backUp(t.Context())
		require.NoError(t, err)
		assert.Equal(t, time.Hour, wait)
		have, ahead, err := backups.Scheduled(s.o.Config.Backup.Dir, s.clock.Now())
		require.NoError(t, err)
		require.Len(t, have, 1)
		assert.Equal(t, s.clock.Now().UTC(), have[0].At)
		assert.Len(t, ahead, 1)
		assert.Contains(t, s.o.newestBackup(), have[0].File)
		s.clock.Advance(time.Hour)
	}
	require.NoError(t, p.Close())
}

// While the data have a damaged row every backup is kept, the row is named, and
// the command that makes one fails once it has.
func TestBackupOfDamagedData(t *testing.T) {
	s := newSite(t, "[backup]\ndir = \"backups\"\nevery = \"1h\"\nkeep = 1\n")
	p := s.open()
	require.NoError(t, p.engine.Update(t.Context(), func(tx storage.Tx) error {
		return storage.SavePerson(tx, reports.Person{ID: "p1", Name: "李明"})
	}))
	for i := range 3 {
		if i == 1 {
			require.NoError(t, p.engine.Update(t.Context(), func(tx storage.Tx) error {
				key := storage.RowPerson.Key("p1")
				b, _, err := tx.Get(key)
				b[len(b)-3] ^= 4
				return errors.Join(err, tx.Put(key, b))
			}))
		}
		_, err := p.backUp(t.Context())
		require.NoError(t, err)
		s.clock.Advance(time.Hour)
	}
	have, _, err := backups.Scheduled(s.o.Config.Backup.Dir, s.clock.Now())
	require.NoError(t, err)
	require.Len(t, have, 3)
	require.NoError(t, p.Close())

	whole, err := backups.Examine(t.Context(), have[0].File)
	require.NoError(t, err)
	require.True(t, whole.OK(), "%v %v", whole.Rows.List, whole.Audit.List)
	saved, err := Backup(t.Context(), s.o, filepath.Join(t.TempDir(), "now.db"))
	require.NoError(t, err)
	for _, x := range []backups.Examined{saved.Found, *p.examined.Load()} {
		require.Equal(t, 1, x.Rows.Total)
		require.Equal(t, "person/p1", x.Rows.List[0].Key)
	}
	var x troubles
	x.backups(p, s.clock.Now())
	require.Equal(t, []string{"the data have damages; look with: liubao verify"}, x.warnings)
}

// A backup that could not be looked at is no backup: it is looked at again, and until
// that has been done the backup fails, however young the file is.
func TestBackupThatCannotBeLookedAt(t *testing.T) {
	s := newSite(t, "[backup]\ndir = \"backups\"\nevery = \"1h\"\n")
	p := s.open()
	defer func() { require.NoError(t, p.Close()) }()
	name := filepath.Join(s.o.Config.Backup.Dir, backups.Name(s.clock.Now()))
	require.NoError(t, os.MkdirAll(s.o.Config.Backup.Dir, 0o700))
	require.NoError(t, os.WriteFile(name, []byte("not what was written"), 0o600))
	_, err := p.backUp(t.Context())
	require.ErrorIs(t, err, storage.ErrCorrupt)
	require.Nil(t, p.examined.Load())
	require.NoError(t, os.Remove(name))
	_, err = p.backUp(t.Context())
	require.NoError(t, err)
	require.True(t, p.examined.Load().OK())
}

// Where the data file is gone, or empty, and backups are there, the bot does not
// begin anew unless it is told to.
func TestDataGoneBesideBackups(t *testing.T) {
	s := newSite(t, "[backup]\ndir = \"backups\"\n")
	p := s.open()
	_, err := p.backUp(t.Context())
	require.NoError(t, err)
	require.NoError(t, p.Close())
	file := s.o.Config.Data.File
	for name, spoil := range map[string]func() error{
		"missing": func() error { return nil },
		"empty":   func() error { return os.WriteFile(file, nil, 0o600) },
		"never written to": func() error {
			e, err := bolt.Open(file, bolt.Options{})
			return errors.Join(err, e.Close())
		},
	} {
		require.NoError(t, os.RemoveAll(file))
		require.NoError(t, spoil())
		_, err = Open(s.o)
		require.ErrorIs(t, err, ErrNoData, name)
		require.ErrorContains(t, err, "liubao restore --config", name)
		require.ErrorContains(t, err, "--new", name)
	}
	require.NoError(t, os.RemoveAll(file))
	e, err := bolt.Open(file, bolt.Options{})
	require.NoError(t, err)
	require.NoError(t, e.Close())
	_, err = backups.Examine(t.Context(), file)
	require.ErrorIs(t, err, storage.ErrCorrupt)
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err = backups.Examine(t.Context(), file)
	require.ErrorContains(t, err, "it is empty")
	anew := s.o
	anew.New = true
	p, err = Open(anew)
	require.NoError(t, err)
	require.NoError(t, p.Close())
}

// What a killed restore has left is gone once the data file is opened.
func TestLeftOfARestore(t *testing.T) {
	s := newSite(t, "")
	file := s.o.Config.Data.File
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
	for _, left := range []string{file + backups.Restoring, filepath.Join(filepath.Dir(file), "."+filepath.Base(file)+backups.Restoring+".17"),
		filepath.Join(filepath.Dir(file), strings.ReplaceAll(bolt.Scratch, "*", "17"))} {
		require.NoError(t, os.WriteFile(left, []byte("half"), 0o600))
	}
	left := func() []string {
		all, err := filepath.Glob(filepath.Join(filepath.Dir(file), "*liubao.db*"))
		require.NoError(t, err)
		hidden, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".*"))
		require.NoError(t, err)
		return append(all, hidden...)
	}
	open := func() {
		p, err := Open(s.o)
		require.NoError(t, err)
		require.NoError(t, p.Close())
	}
	open()
	assert.Equal(t, []string{file}, left())
	// Killed between the two steps that put another file in its place: the data file has
	// a second name. One that was kept by a restore that ended stays.
	kept := file + ".before-20261209T010000Z"
	require.NoError(t, os.WriteFile(kept, []byte("the one before"), 0o600))
	require.NoError(t, os.Link(file, file+".before-20261210T010000Z"))
	open()
	assert.Equal(t, []string{file, kept}, left())
}

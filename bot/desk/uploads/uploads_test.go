package uploads

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/mem"
)

func within(t *testing.T, e storage.Engine, fn func(storage.Tx) error) {
	t.Helper()
	require.NoError(t, e.Update(t.Context(), fn))
}

// TestCount: files and bytes of one person and day are bounded; the next day
// begins anew, and what is here or on its way already counts no second time.
func TestCount(t *testing.T) {
	today, tomorrow := plan.Date{Year: 2026, Month: 12, Day: 15}, plan.Date{Year: 2026, Month: 12, Day: 16}
	e := mem.New()
	count := func(person string, f reports.File, day plan.Date) (refused int) {
		within(t, e, func(tx storage.Tx) (err error) {
			refused, err = Count(tx, person, f, day)
			return err
		})
		return refused
	}
	for i := range MostFiles {
		require.Zero(t, count("1", reports.File{UID: fmt.Sprint(i)}, today), i)
	}
	assert.Equal(t, 1, count("1", reports.File{UID: "x"}, today), "one file more")
	assert.Equal(t, 2, count("1", reports.File{UID: "y"}, today))
	assert.Zero(t, count("2", reports.File{UID: "x"}, today), "another person")
	assert.Zero(t, count("1", reports.File{UID: "z"}, tomorrow))

	assert.Zero(t, count("3", reports.File{UID: "big", Size: MostBytes}, today), "exactly as much as is allowed")
	assert.Equal(t, 1, count("3", reports.File{UID: "byte", Size: 1}, today))
	within(t, e, func(tx storage.Tx) error {
		if err := Done(tx, reports.File{UID: "here"}, "aa", time.Now()); err != nil {
			return err
		}
		return storage.SaveFetch(tx, reports.File{UID: "coming"})
	})
	assert.Zero(t, count("3", reports.File{UID: "here", Size: 9}, today))
	assert.Zero(t, count("3", reports.File{UID: "coming", Size: 9}, today))
	assert.Equal(t, 2, count("3", reports.File{UID: "byte", Size: 1}, today), "those two were not counted")
}

// TestMessages: pictures and documents go in albums of their own, of ten at most;
// one alone is no album, and what has not arrived is in none.
func TestMessages(t *testing.T) {
	files := func(kind string, n int) (out []reports.File) {
		for i := range n {
			out = append(out, reports.File{UID: fmt.Sprintf("%s%d", kind, i), Kind: kind})
		}
		return out
	}
	for _, c := range []struct {
		name  string
		files []reports.File
		want  []string
	}{
		{"none", nil, nil},
		{"one picture", files("photo", 1), []string{"photo 1"}},
		{"one document", files("document", 1), []string{"document 1"}},
		{"both", append(files("document", 2), files("photo", 3)...), []string{"album of pictures 3", "album 2"}},
		{"more than an album holds", files("photo", 11), []string{"album of pictures 10", "photo 1"}},
		{"a voice message", files("voice", 1), []string{"document 1"}},
		{"one that could not be had", []reports.File{{UID: "gone", Kind: "photo"}}, nil},
		{"one that is on its way", []reports.File{{UID: "coming", Kind: "photo"}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := mem.New()
			within(t, e, func(tx storage.Tx) error {
				for _, f := range c.files {
					if f.UID == "coming" {
						continue
					}
					hash := "hash of " + f.UID
					if f.UID == "gone" {
						hash = ""
					}
					if err := Done(tx, f, hash, time.Now()); err != nil {
						return err
					}
				}
				all, err := Messages(tx, c.files)
				var got []string
				for _, m := range all {
					got = append(got, shape(m))
				}
				assert.Equal(t, c.want, got)
				return err
			})
		})
	}
}

func shape(m bot.Message) string {
	switch {
	case m.Kind == bot.Album && m.Photos:
		return fmt.Sprintf("album of pictures %d", len(m.Files))
	case m.Kind == bot.Album:
		return fmt.Sprintf("album %d", len(m.Files))
	case m.Kind == bot.Photo && m.File.Hash != "":
		return "photo 1"
	case m.Kind == bot.Document && m.File.Hash != "":
		return "document 1"
	}
	return fmt.Sprintf("%+v", m)
}

func TestName(t *testing.T) {
	for _, c := range []struct {
		file reports.File
		want string
	}{
		{reports.File{UID: "u", Name: "进展.docx", Kind: "document"}, "进展.docx"},
		{reports.File{UID: "u", Kind: "photo"}, "u.jpg"},
		{reports.File{UID: "u", Kind: "voice"}, "u"},
	} {
		assert.Equal(t, c.want, Name(c.file))
	}
}

// TestFetch: what waits for a file's bytes is known by the file, and forgotten by
// nobody when they are here.
func TestFetch(t *testing.T) {
	e, f := mem.New(), reports.File{UID: "u", Name: "名单.xlsx"}
	within(t, e, func(tx storage.Tx) error {
		what, _, err := Awaited(tx, f)
		assert.Empty(t, what)
		if err != nil {
			return err
		}
		return Fetch(tx, f, "roster", "主任")
	})
	within(t, e, func(tx storage.Tx) error {
		hash, err := Hash(tx, f)
		assert.Empty(t, hash, "not here yet")
		if err != nil {
			return err
		}
		return Done(tx, f, "aa", time.Now())
	})
	within(t, e, func(tx storage.Tx) error {
		what, arg, err := Awaited(tx, f)
		assert.Equal(t, "roster", what)
		assert.Equal(t, "主任", arg)
		if err != nil {
			return err
		}
		hash, err := Hash(tx, f)
		assert.Equal(t, "aa", hash)
		_, coming, err2 := tx.Get(storage.RowFetch.Key(f.UID))
		assert.False(t, coming, "it is no longer fetched")
		if err == nil {
			err = err2
		}
		return err
	})
}

func TestTable(t *testing.T) {
	long := Arrived{File: reports.File{Name: "a.csv", Size: MostTable + 1}}
	_, refused, err := long.Table("太长了")
	require.NoError(t, err)
	assert.Equal(t, "太长了", refused)

	what := Arrived{File: reports.File{Name: "a.zip", Size: 4}, Content: []byte("PK\x03\x04")}
	_, refused, err = what.Table("太长了")
	require.NoError(t, err)
	assert.NotEmpty(t, refused)
	assert.NotEqual(t, "太长了", refused)
}

func TestUnread(t *testing.T) {
	row := func(i int) string { return fmt.Sprintf("第%d行", i+1) }
	for _, c := range []struct {
		n    int
		last string
		more bool
	}{{1, "第1行", false}, {mostUnread, "第8行", false}, {mostUnread + 1, "还有1行", true}, {20, "还有12行", true}} {
		x := Unread(nil, c.n, row, "还有%d行").String()
		assert.Contains(t, x, c.last, c.n)
		assert.NotContains(t, x, "第9行", c.n)
		assert.Equal(t, c.more, len(x) > 0 && x != Unread(nil, min(c.n, mostUnread), row, "").String(), c.n)
	}
}

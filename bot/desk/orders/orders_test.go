package orders

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
	"liubao/storage/mem"
)

var noon = time.Date(2026, time.December, 15, 12, 0, 0, 0, time.UTC)

// within runs a transaction on a store of its own.
func within(t *testing.T, e storage.Engine, fn func(storage.Tx) error) {
	t.Helper()
	require.NoError(t, e.Update(context.Background(), fn))
}

// leaving returns what waits to be sent to a chat, in order.
func leaving(t *testing.T, e storage.Engine, chat bot.Address) (out []bot.OutRow) {
	t.Helper()
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		out = nil
		return storage.Each(r, storage.ChatOutboxPrefix(chat), "", 0, func(_ string, row bot.OutRow) error {
			out = append(out, row)
			return nil
		})
	}))
	return out
}

func TestANewerOrderTakesThePlaceOfOneNotYetMade(t *testing.T) {
	e := mem.New()
	old := Row{Paper: reports.Paper{Kind: reports.PaperCard, Period: "2026-12-15"}, Chat: "tg:1", Name: "card", At: noon}
	newer := old
	newer.Paper.Period = "2026-12-30"
	again := old
	again.At = noon.In(time.FixedZone("", 8*3600)) // the same moment, told elsewhere
	for _, c := range []struct {
		name  string
		stood Row
		taken bool
	}{{"as it was made", old, true}, {"in another zone", again, true}, {"another period", newer, false}} {
		var took bool
		within(t, e, func(tx storage.Tx) (err error) {
			if err := Place(tx, c.stood); err != nil {
				return err
			}
			was := old
			was.V = 1
			took, err = Take(tx, storage.PaperKey(old.Chat, old.Name), was)
			return err
		})
		assert.Equal(t, c.taken, took, c.name)
		within(t, e, func(tx storage.Tx) error {
			keys, rows, err := Waiting(tx, 10)
			assert.Len(t, keys, len(rows), c.name)
			if c.taken {
				assert.Empty(t, rows, c.name)
			} else if assert.Len(t, rows, 1, c.name) {
				assert.Equal(t, "2026-12-30", rows[0].Paper.Period, c.name)
			}
			return err
		})
	}
}

// delivered has all that waits for a chat gone out, as the messages 1, 2 and so on.
func delivered(t *testing.T, e storage.Engine, chat bot.Address) {
	t.Helper()
	within(t, e, func(tx storage.Tx) error {
		keys, n := []string{}, 0
		if err := storage.Each(tx, storage.ChatOutboxPrefix(chat), "", 0, func(key string, row bot.OutRow) error {
			keys, n = append(keys, key), n+1
			return storage.Put(tx, storage.SlotKey(chat, row.Slot), bot.SlotRow{V: 1, IDs: []bot.Ref{bot.Ref(fmt.Sprint(n))}})
		}); err != nil {
			return err
		}
		for _, key := range keys {
			if err := bot.Dequeue(tx, chat, key); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestAPaperOfANameIsOneMessage: a picture is changed where it stands, a document
// sent anew and the old one deleted, as far as Telegram still deletes it; pages
// that the new one lacks go.
func TestAPaperOfANameIsOneMessage(t *testing.T) {
	card, word := reports.PaperCard, reports.PaperSummary
	for _, c := range []struct {
		name          string
		kind          reports.PaperKind
		first, second []string // hashes of the pages
		after         time.Duration
		want          []string
	}{
		{"picture", card, []string{"a"}, []string{"b"}, time.Hour, []string{"edit b in rollup"}},
		{"picture of long ago", card, []string{"a"}, []string{"b"}, 90 * time.Hour, []string{"edit b in rollup"}},
		{"fewer pages", card, []string{"a1", "a2"}, []string{"b"}, time.Hour, []string{"delete  in rollup/page2", "edit b in rollup"}},
		{"more pages", card, []string{"a"}, []string{"b1", "b2"}, time.Hour, []string{"edit b1 in rollup", "photo b2 in rollup/page2"}},
		{"document", word, []string{"a"}, []string{"b"}, time.Hour, []string{"delete  in rollup", "document b in rollup"}},
		{"document too old to be deleted", word, []string{"a"}, []string{"b"}, 48 * time.Hour, []string{"document b in rollup"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := mem.New()
			row := Row{Paper: reports.Paper{Kind: c.kind}, Chat: "tg:-100", Name: "rollup", Keep: true}
			for i, hashes := range [][]string{c.first, c.second} {
				var files []File
				for _, h := range hashes {
					files = append(files, File{SHA256: h, Name: h})
				}
				delivered(t, e, row.Chat)
				now := noon.Add(time.Duration(i) * c.after)
				within(t, e, func(tx storage.Tx) error { return Send(tx, row, files, now, now) })
			}
			var got []string
			for _, m := range leaving(t, e, row.Chat) {
				got = append(got, fmt.Sprintf("%s %s in %s", m.Kind, m.File.Hash, m.Slot))
			}
			assert.Equal(t, c.want, got)
		})
	}
}

// TestWhatNobodyAskedForWaitsUntilPeopleAreAwake: a paper that goes with a
// message is silent and waits for the end of the quiet hours, one that was asked
// for goes at once; a proof is folded away below the caption.
func TestWhatNobodyAskedForWaitsUntilPeopleAreAwake(t *testing.T) {
	e, awake := mem.New(), noon.Add(20*time.Hour)
	file := []File{{SHA256: "a", Name: "a.docx", Caption: "汇总", Proof: "2026-12-15 abc"}}
	within(t, e, func(tx storage.Tx) error {
		if err := Send(tx, Row{Chat: "tg:1", Asked: true}, file, awake, noon); err != nil {
			return err
		}
		return Send(tx, Row{Chat: "tg:2", ReplyTo: "card"}, file, awake, noon)
	})
	asked, unasked := leaving(t, e, "tg:1"), leaving(t, e, "tg:2")
	require.Len(t, asked, 1)
	require.Len(t, unasked, 1)
	assert.True(t, asked[0].NotBefore.IsZero())
	assert.False(t, asked[0].Silent)
	assert.True(t, unasked[0].NotBefore.Equal(awake))
	assert.True(t, unasked[0].Silent)
	assert.Equal(t, reports.T("汇总\n").Add(reports.Fold, "2026-12-15 abc"), asked[0].Text)
}

func TestWhoWaitsForAPaperThatCannotBeMadeIsTold(t *testing.T) {
	for _, c := range []struct {
		name           string
		asked, nothing bool
		changed        bool
		want           string
	}{
		{"asked for", true, false, false, textFailed},
		{"nothing to show", true, true, false, TextNothing},
		{"nobody waits", false, false, false, ""},
		{"asked for anew meanwhile", true, false, true, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := mem.New()
			row := Row{V: 1, Chat: "tg:1", Name: "card", Asked: c.asked, At: noon}
			key := storage.PaperKey(row.Chat, row.Name)
			within(t, e, func(tx storage.Tx) error {
				stands := row
				if c.changed {
					stands.At = noon.Add(time.Minute)
				}
				if err := Place(tx, stands); err != nil {
					return err
				}
				return Failed(tx, key, row, c.nothing, noon)
			})
			var said string
			for _, m := range leaving(t, e, row.Chat) {
				said += m.Text.String()
			}
			assert.Equal(t, c.want, said)
			within(t, e, func(tx storage.Tx) error {
				keys, _, err := Waiting(tx, 1)
				assert.Equal(t, c.changed, len(keys) == 1, "what was asked for anew is still to be made")
				return err
			})
		})
	}
}

// Two long answers in a row are two documents; a slot's newer text takes the older's place.
func TestLongTextsAreDocuments(t *testing.T) {
	e := mem.New()
	long := func(c string) reports.Text { return reports.T(strings.Repeat(c, 100_000)) }
	within(t, e, func(tx storage.Tx) error {
		return errors.Join(
			Enqueue(tx, bot.Message{Kind: bot.Send, Chat: "tg:1", Text: long("甲"), At: noon}),
			Enqueue(tx, bot.Message{Kind: bot.Send, Chat: "tg:1", Text: long("乙"), At: noon}),
			Enqueue(tx, bot.Message{Kind: bot.Send, Chat: "tg:1", Slot: "card", Text: long("丙"), At: noon}),
			Enqueue(tx, bot.Message{Kind: bot.Send, Chat: "tg:1", Slot: "card", Text: long("丁"), At: noon}),
			Enqueue(tx, bot.Message{Kind: bot.Send, Chat: "tg:1", Text: reports.T("短"), At: noon}),
		)
	})
	require.NoError(t, e.View(context.Background(), func(r storage.Reader) error {
		_, rows, err := Waiting(r, 0)
		said := map[string]bool{}
		for _, row := range rows {
			said[row.Paper.Words[:len("甲")]] = true
		}
		assert.Equal(t, map[string]bool{"甲": true, "乙": true, "丁": true}, said)
		return err
	}))
	assert.Contains(t, leaving(t, e, "tg:1")[0].Message.Text.String(), textAsDocument)
}

package desktest

import (
	"strings"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/bot/desk/staff"
	"liubao/bot/telegram"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/storage"
)

// collects has the office ask units something, or a unit answer what it is asked.
func (l *lives) collects(who *sandbox.Person) {
	var p reports.Person
	l.write(who, rapid.SampledFrom([]string{"临时调度", "明天上午报各牵头单位消费券发放数", "临时调度 请党群局、财政局后天报留观人数、是否公示：是/否"}).Draw(l.t, "sentence"))
	require.NoError(l.t, l.engine.View(l.ctx(), func(r storage.Reader) (err error) {
		p, _, err = storage.PersonByUser(r, telegram.At(who.ID()))
		return err
	}))
	for range rapid.IntRange(1, 8).Draw(l.t, "answers") {
		l.settle()
		l.look()
		labels := []string{"发出", "填数", "1 填数", "2 是", "是", "提交", "现在答复", "更正", "代填"}
		if staff.Can(p, staff.ActCollect) {
			labels = append(labels, rapid.SampledFrom([]string{"结束", "再发一次", "明天12:00", "Excel", "已掌握的也问"}).Draw(l.t, "office"))
		}
		if !l.pressOneOf(who, labels...) {
			l.write(who, rapid.SampledFrom([]string{"12", "两三户", "0", "1.5万"}).Draw(l.t, "figure"))
		}
	}
}

// reminded of a collection are only those whose unit has not answered it.
func (l *lives) collectionHeard(m *sandbox.View) {
	if !strings.Contains(m.Text, "还没有收到贵单位的答复") || m.ReplyMarkup == nil {
		return
	}
	f := strings.Split(m.ReplyMarkup.Rows[0][0].CallbackData, ".")
	require.GreaterOrEqual(l.t, len(f), 3)
	require.NoError(l.t, l.engine.View(l.ctx(), func(r storage.Reader) error {
		a, _, err := storage.Get[reports.CollectionAnswer](r, storage.RowCollectionAnswer.Key(f[2], f[len(f)-1]))
		require.True(l.t, a.Done.IsZero(), "%s is reminded of what it has answered: %s", f[len(f)-1], m.Text)
		return err
	}))
}

// collectionsWhole holds the stored collections against what must be: an open one
// is marked so and no other is, an answer belongs to a unit that is asked, and what
// is handed in is complete.
func (l *lives) collectionsWhole(r storage.Reader) {
	all, err := storage.All[reports.Collection](r, storage.RowCollection.Prefix())
	require.NoError(l.t, err)
	for _, c := range all {
		_, marked, err := storage.Get[map[string]any](r, storage.RowOpenCollection.Key(c.ID))
		require.NoError(l.t, err)
		require.Equal(l.t, c.Open(), marked, "collection %s", c.ID)
		answers, err := storage.All[reports.CollectionAnswer](r, storage.RowCollectionAnswer.Prefix(c.ID))
		require.NoError(l.t, err)
		for _, a := range answers {
			require.True(l.t, c.Asks(a.Unit), "%s answers collection %s", a.Unit, c.ID)
			require.Len(l.t, a.Values, len(c.Questions))
			for i, v := range a.Values {
				require.True(l.t, a.Done.IsZero() || v.Given(), "collection %s, %s, question %d is handed in open", c.ID, a.Unit, i)
			}
		}
	}
}

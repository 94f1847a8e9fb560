package contribution

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/conversations"
	"liubao/plan"
	"liubao/reports"
)

// giver plays one contributing unit; cursor and contributions go through JSON
// after every event.
type giver struct {
	t       require.TestingT
	g       Dialog
	c       Cursor
	now     time.Time
	card    conversations.Card
	effects []conversations.Effect
	n       int
}

func newGiver(t require.TestingT, tasks ...int) *giver {
	x := &giver{t: t, now: time.Date(2026, 12, 8, 10, 0, 0, 0, time.UTC)}
	x.g = Dialog{Period: plan.Period{ID: "2026-12-15", From: plan.Date{Year: 2026, Month: 12, Day: 1}, Nominal: plan.Date{Year: 2026, Month: 12, Day: 15}},
		Unit: "sheguan"}
	for _, n := range tasks {
		x.g.Tasks = append(x.g.Tasks, Task{Task: plan.Task{Number: n, Title: "题", Points: []string{"点"}}, Lead: "党群局"})
	}
	return x
}

func (x *giver) by() conversations.By {
	x.now = x.now.Add(10 * time.Second)
	return conversations.By{At: x.now, Actor: "甲"}
}

func (x *giver) do(e conversations.Event) {
	c, effects, err := Step(x.g, x.c, e)
	require.NoError(x.t, err)
	b, err := json.Marshal(c)
	require.NoError(x.t, err)
	x.c = Cursor{}
	require.NoError(x.t, json.Unmarshal(b, &x.c))
	x.effects = effects
	for _, f := range effects {
		switch f := f.(type) {
		case conversations.Show:
			x.card = f.Card
		case conversations.Give:
			for i := range x.g.Tasks {
				if x.g.Tasks[i].Number == f.Contribution.Task {
					x.g.Tasks[i].Given = f.Contribution
				}
			}
		}
	}
}

func (x *giver) tap(action string) {
	x.do(conversations.Tapped{By: x.by(), Version: x.c.Version, Action: action})
}

func (x *giver) write(text string) string {
	x.n++
	id := fmt.Sprintf("m%d", x.n)
	x.do(conversations.Wrote{By: x.by(), Piece: id, Text: text})
	return id
}

func TestWordsWithoutATaskWaitForOne(t *testing.T) {
	x := newGiver(t, 1, 4)
	x.do(conversations.Opened{By: x.by()})
	x.write("本期新增就业帮扶12人。")
	assert.Contains(t, x.card.Text.String(), textGivePlace)
	assert.Empty(t, x.g.Tasks[1].Given.Words)
	x.tap("t4")
	require.Len(t, x.g.Tasks[1].Given.Words, 1)
	assert.Equal(t, "本期新增就业帮扶12人。", x.g.Tasks[1].Given.Words[0].Text)
	assert.Empty(t, x.c.Words)
	assert.Equal(t, 4, x.c.Task)
}

func TestOneTaskNeedsNoChoice(t *testing.T) {
	x := newGiver(t, 4)
	x.do(conversations.Opened{By: x.by()})
	x.write("一句话。")
	require.Len(t, x.g.Tasks[0].Given.Words, 1)
	x.do(conversations.Sent{By: x.by(), Piece: "p", File: reports.File{UID: "u", Kind: "photo"}})
	require.Len(t, x.g.Tasks[0].Given.Files, 1)
	x.tap("x")
	assert.True(t, x.c.Done)
	assert.Empty(t, x.card.Rows)
}

func TestContributionsCanBeEditedAndTakenBack(t *testing.T) {
	x := newGiver(t, 4)
	x.do(conversations.Opened{By: x.by()})
	id := x.write("12人。")
	x.do(conversations.Edited{By: x.by(), Piece: id, Text: "15人。"})
	given := x.g.Tasks[0].Given
	assert.Equal(t, "15人。", given.Words[0].Text)
	assert.Equal(t, []string{"12人。"}, given.Words[0].Was)
	assert.Equal(t, 2, given.Rev)
	x.tap("u4")
	assert.Empty(t, x.g.Tasks[0].Given.Words)
	require.Len(t, x.g.Tasks[0].Given.Dropped, 1)
	assert.True(t, x.g.Tasks[0].Given.Silent())
}

func TestNothingForTheRestLeavesWhatWasGiven(t *testing.T) {
	x := newGiver(t, 1, 4, 5)
	x.tap("t4")
	x.write("有一条。")
	x.tap("none")
	assert.True(t, x.g.Tasks[0].Given.Nothing)
	assert.False(t, x.g.Tasks[1].Given.Nothing)
	assert.True(t, x.g.Tasks[2].Given.Nothing)
	x.tap("t1") // words after all
	x.write("想起来一条。")
	assert.False(t, x.g.Tasks[0].Given.Nothing)
	assert.True(t, x.g.Tasks[0].Given.Given())
}

func TestAnOldCardOfContributionsChangesNothing(t *testing.T) {
	x := newGiver(t, 1, 4)
	x.do(conversations.Opened{By: x.by()})
	x.do(conversations.Tapped{By: x.by(), Version: x.c.Version - 1, Action: "none"})
	assert.True(t, x.g.Tasks[0].Given.Silent())
	assert.Contains(t, x.effects, conversations.Effect(conversations.Toast{Text: conversations.TextStale}))
}

// Nothing typed is ever lost: every word is with a task, waits for one, or was
// taken back.
func TestNoContributedWordIsLost(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		x := newGiver(rt, 1, 4)
		said := map[string]bool{}
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			switch rapid.IntRange(0, 2).Draw(rt, "what") {
			case 0:
				text := fmt.Sprintf("话%d", x.n)
				x.write(text)
				said[text] = true
			case 1:
				x.tap(rapid.SampledFrom([]string{"h", "x", "none", "t1", "t4", "n1", "n4", "u1", "u4", "t9", "z"}).Draw(rt, "action"))
			case 2:
				x.do(conversations.Opened{By: x.by()})
			}
		}
		kept := map[string]bool{}
		keep := func(ps []reports.Piece) {
			for _, p := range ps {
				kept[p.Text] = true
			}
		}
		keep(x.c.Words)
		for _, task := range x.g.Tasks {
			keep(task.Given.Words)
			keep(task.Given.Dropped)
		}
		assert.Equal(rt, said, kept)
	})
}

func TestCourtesyIsNoContribution(t *testing.T) {
	x := newGiver(t, 1, 4)
	x.tap("t1")
	x.write("收到")
	assert.True(t, x.g.Tasks[0].Given.Silent())
	assert.Contains(t, x.card.Text.String(), textGiveCourtesy)
	x.write("没有")
	assert.True(t, x.g.Tasks[0].Given.Nothing)
	assert.Empty(t, x.g.Tasks[0].Given.Words)
	assert.Equal(t, 4, x.c.Task)
}

func TestCaptionsAndPhotosThatAreEditedCount(t *testing.T) {
	x := newGiver(t, 4)
	x.do(conversations.Opened{By: x.by()})
	x.do(conversations.Sent{By: x.by(), Piece: "p", File: reports.File{UID: "u", Kind: "photo", Note: "招聘会两场。"}})
	require.Equal(t, "招聘会两场。", x.g.Tasks[0].Given.Words[0].Text)
	x.do(conversations.Sent{By: x.by(), Piece: "q", File: reports.File{UID: "v", Kind: "photo"}})
	x.do(conversations.Edited{By: x.by(), Piece: "p", Text: "招聘会三场。", File: &reports.File{UID: "w", Kind: "photo"}})
	x.do(conversations.Edited{By: x.by(), Piece: "q", Text: "第二张。", File: &reports.File{UID: "v", Kind: "photo"}})
	given := x.g.Tasks[0].Given
	require.Len(t, given.Words, 2)
	assert.Equal(t, []string{"招聘会三场。", "第二张。"}, []string{given.Words[0].Text, given.Words[1].Text})
	assert.Equal(t, []string{"w", "v"}, []string{given.Files[0].UID, given.Files[1].UID})
}

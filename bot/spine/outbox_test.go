package spine

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/reports"
	"liubao/storage"
)

func words(rows []bot.OutRow) []string {
	var out []string
	for _, r := range rows {
		out = append(out, string(r.Kind)+" "+r.Text.String())
	}
	return out
}

func card(s string) bot.Message {
	return bot.Message{Kind: bot.Send, Chat: at(7), Slot: "card", Text: reports.T(s), Rows: rowsA, Replaces: true}
}

func edit(s string) bot.Message {
	return bot.Message{Kind: bot.Edit, Chat: at(7), Slot: "card", Text: reports.T(s), Rows: rowsA}
}

func TestEnqueueRefusesWhatCannotBeSent(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		for name, m := range map[string]bot.Message{
			"no chat":      {Kind: bot.Send, Text: reports.T("x")},
			"no kind":      {Chat: at(7), Text: reports.T("x")},
			"blank":        text(7, " \n\x00"),
			"edit no slot": {Kind: bot.Edit, Chat: at(7), Text: reports.T("x")},
			"long data":    {Kind: bot.Send, Chat: at(7), Text: reports.T("x"), Rows: [][]bot.Button{{{Label: "a", Data: strings.Repeat("x", 65)}}}},
			"data and url": {Kind: bot.Send, Chat: at(7), Text: reports.T("x"), Rows: [][]bot.Button{{{Label: "a", Data: "x", URL: "https://x"}}}},
			"no label":     {Kind: bot.Send, Chat: at(7), Text: reports.T("x"), Rows: [][]bot.Button{{{Data: "x"}}}},
			"slot":         {Kind: bot.Send, Chat: at(7), Text: reports.T("x"), Slot: "卡"},
			"both":         {Kind: bot.Send, Chat: at(7), Text: reports.T("x"), Rows: rowsA, ForceReply: true},
			"no file":      {Kind: bot.Photo, Chat: at(7)},
		} {
			err := r.bot.Update(r.t.Context(), func(tx storage.Tx) error { return bot.Enqueue(tx, m) })
			assert.Error(t, err, name)
		}
		assert.Empty(t, r.outbox(7))
	})
}

func TestNewerSendReplacesTheUnsentOneAndKeepsTheOthersOrder(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.say(text(7, "一"), card("旧"), text(7, "二"), card("新"), text(7, "三"))
		assert.Equal(t, []string{"send 一", "send 二", "send 新", "send 三"}, words(r.outbox(7)))
	})
}

func TestEditOfAnUnsentMessageChangesItInPlace(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.say(card("旧"), text(7, "二"), edit("新"))
		rows := r.outbox(7)
		assert.Equal(t, []string{"send 新", "send 二"}, words(rows))
		assert.True(t, rows[0].Replaces, "it is still a new message")
	})
}

func TestWhatWaitsForTheMorningIsChangedAndStillWaits(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		morning := time.Now().Add(8 * time.Hour)
		night := card("问题一")
		night.NotBefore = morning
		r.say(night, edit("问题一，有进展"))
		rows := r.outbox(7)
		assert.Equal(t, []string{"send 问题一，有进展"}, words(rows))
		assert.True(t, rows[0].NotBefore.Equal(morning))
		later := edit("问题一，已办结")
		later.NotBefore = morning.Add(time.Hour)
		r.say(later)
		assert.True(t, r.outbox(7)[0].NotBefore.Equal(later.NotBefore), "an edit may put it off")
	})
}

func TestTextThatGrowsAtNightArrivesInOrder(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		night := card("问题一")
		night.NotBefore = time.Now().Add(8 * time.Hour)
		long := edit(strings.Repeat("很长的一行文字。\n", 600))
		long.OrSend = true
		r.say(night, long)
		r.bot.Start(Delivering)
		settleFor(7 * time.Hour)
		assert.Empty(t, r.api.lines())
		settleFor(2 * time.Hour)
		assert.Len(t, r.api.lines(), 2)
		assert.Equal(t, []bot.Ref{"101", "102"}, r.slot(7, "card").IDs)
	})
}

func TestTapOnAMessageWhoseSuccessorWaits(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.bot.Start(Delivering)
		r.say(card("旧"))
		settleFor(time.Minute)
		night := card("新")
		night.NotBefore = time.Now().Add(8 * time.Hour)
		r.say(night)
		settleFor(time.Minute)
		r.say(edit("新，已点一"))
		settleFor(time.Minute)
		r.say(edit("新，已点二"))
		settleFor(time.Minute)
		assert.Equal(t, []string{"send 7 #101 旧", "edit 7 #101 新，已点一", "edit 7 #101 新，已点二"}, r.api.lines())
		settleFor(9 * time.Hour)
		assert.Equal(t, []string{"send 7 #101 旧", "edit 7 #101 新，已点一", "edit 7 #101 新，已点二", "send 7 #102 新，已点二", "strip 7 #101 "}, r.api.lines())
	})
}

func TestNewerEditReplacesTheUnsentEdit(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.say(edit("一"), text(7, "x"), edit("二"), edit("三"))
		assert.Equal(t, []string{"edit 三", "send x"}, words(r.outbox(7)))
	})
}

func TestMessageBeingSentIsNotReplaced(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.api.delay = time.Second
		r.bot.Start(Delivering)
		r.say(card("旧"))
		settleFor(100 * time.Millisecond)
		r.say(edit("新"))
		settleFor(5 * time.Second)
		assert.Equal(t, []string{"send 7 #101 旧", "edit 7 #101 新"}, r.api.lines())
	})
}

func TestEditMadeWhileAnEditIsUnderWayIsNotLost(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.bot.Start(Delivering)
		r.say(card("一"))
		settleFor(5 * time.Second)
		r.api.delay = time.Second
		r.say(edit("二"))
		settleFor(100 * time.Millisecond)
		r.say(edit("三"))
		settleFor(5 * time.Second)
		assert.Equal(t, []string{"send 7 #101 一", "edit 7 #101 二", "edit 7 #101 三"}, r.api.lines())
		assert.Empty(t, r.outbox(7))
	})
}

func TestLongTextBecomesOrderedMessagesWithButtonsOnTheLast(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		long := strings.Repeat("甲", 4096) + strings.Repeat("乙", 4096) + "丙"
		r.bot.Start(Delivering)
		m := card(long)
		r.say(m)
		settleFor(10 * time.Second)
		calls := r.api.seen()
		require.Len(t, calls, 3)
		assert.Equal(t, long, calls[0].text+calls[1].text+calls[2].text)
		assert.Empty(t, calls[0].out.Rows)
		assert.NotEmpty(t, calls[2].out.Rows)
		assert.Equal(t, bot.SlotRow{V: 1, IDs: []bot.Ref{"101", "102", "103"}, Keyboard: "103"}, r.slot(7, "card"))

		m.Kind, m.Text = bot.Edit, reports.T("短")
		r.say(m)
		settleFor(10 * time.Second)
		assert.Equal(t, []string{"edit 7 #101 短", "delete 7 #102 ", "delete 7 #103 "}, r.api.lines()[3:])
		assert.Equal(t, bot.SlotRow{V: 1, IDs: []bot.Ref{"101"}, Keyboard: "101"}, r.slot(7, "card"))

		m.Text = reports.T(strings.Repeat("丁", 4097))
		r.say(m)
		settleFor(10 * time.Second)
		assert.Equal(t, []bot.Ref{"101", "104"}, r.slot(7, "card").IDs, "what has grown goes on below")
	})
}

func TestReplacedMessageLosesItsButtonsAfterTheNewOneIsDelivered(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.bot.Start(Delivering)
		r.say(card("一"))
		settleFor(5 * time.Second)
		r.say(card("二"))
		settleFor(5 * time.Second)
		assert.Equal(t, []string{"send 7 #101 一", "send 7 #102 二", "strip 7 #101 "}, r.api.lines())
		assert.Equal(t, bot.SlotRow{V: 1, IDs: []bot.Ref{"102"}, Keyboard: "102"}, r.slot(7, "card"))
	})
}

func TestStripAndDeleteActOnTheSlot(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.say(card("零"), bot.Message{Kind: bot.Strip, Chat: at(7), Slot: "card"})
		require.Len(t, r.outbox(7), 1)
		assert.Empty(t, r.outbox(7)[0].Rows, "an unsent message loses its buttons before it is sent")
		r.say(card("一"))
		r.bot.Start(Delivering)
		settleFor(5 * time.Second)
		r.say(bot.Message{Kind: bot.Strip, Chat: at(7), Slot: "card"})
		settleFor(5 * time.Second)
		r.say(bot.Message{Kind: bot.Delete, Chat: at(7), Slot: "card"})
		settleFor(5 * time.Second)
		assert.Equal(t, []string{"send 7 #101 一", "strip 7 #101 ", "delete 7 #101 "}, r.api.lines())
		assert.Empty(t, r.keys(storage.SlotsPrefix(at(7))))
	})
}

func TestEditWithoutItsMessage(t *testing.T) {
	gone := func(c call) bool { return c.method == "edit" }
	t.Run("is dropped", func(t *testing.T) {
		inBubble(t, nil, func(r *rig) {
			r.bot.Start(Delivering)
			r.say(edit("无"))
			settleFor(time.Second)
			assert.Empty(t, r.api.lines())
			assert.Empty(t, r.outbox(7))
		})
	})
	t.Run("or sent anew where it says so", func(t *testing.T) {
		inBubble(t, nil, func(r *rig) {
			r.bot.Start(Delivering)
			r.say(card("一"))
			settleFor(5 * time.Second)
			r.api.failing(once(gone, apiError(bot.Gone)))
			m := edit("二")
			m.OrSend = true
			r.say(m)
			settleFor(5 * time.Second)
			assert.Equal(t, []string{"send 7 #101 一", "send 7 #102 二"}, r.api.lines())
			assert.Equal(t, []bot.Ref{"102"}, r.slot(7, "card").IDs)
		})
	})
}

func TestReplyGoesToTheSlotsMessage(t *testing.T) {
	inBubble(t, nil, func(r *rig) {
		r.bot.Start(Delivering)
		r.say(card("一"))
		m := text(7, "补报")
		m.ReplyTo = "card"
		r.say(m)
		settleFor(10 * time.Second)
		assert.EqualValues(t, "101", r.api.seen()[1].out.Reply)
	})
}

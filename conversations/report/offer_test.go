package report

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/internal/numbers"
	"liubao/plan"
	"liubao/reports"
)

// offer reads a line such as "周报.docx 1:words|2?:words|?:words|next:words|!1:words|zero=0".
// A ? after the task means that it is only likely, a ! before it that it speaks
// of difficulties.
func (s *stage) offer(who, what string) conversations.Event {
	s.taps++
	name, rest, _ := strings.Cut(what, " ")
	e := conversations.Offered{By: conversations.By{At: s.now, Actor: who}, Name: name, File: "u" + name, Piece: "d-" + name, Notes: []string{"文件中有图片，图片里的文字未读取，图片可作为佐证材料。"}}
	if name == "-" {
		e.Name, e.File, e.Piece, e.Text, e.Notes = "", "", "m1", rest, nil
	}
	s.now = s.now.Add(10 * time.Second)
	for _, p := range strings.Split(rest, "|") {
		if id, v, ok := strings.Cut(p, "="); ok {
			n, err := numbers.Parse(v)
			require.NoError(s.t, err, v)
			e.Figures = append(e.Figures, conversations.Figure{Indicator: id, Value: n, Raw: v, Near: v, Part: 0})
			continue
		}
		place, words, ok := strings.Cut(p, ":")
		require.True(s.t, ok, p)
		part := conversations.Part{Text: words, Sure: !strings.HasSuffix(place, "?")}
		place, part.Difficulty = strings.CutPrefix(strings.TrimSuffix(place, "?"), "!")
		if n, err := strconv.Atoi(place); err == nil {
			part.Task = n
		} else {
			part.Question = place
		}
		e.Parts = append(e.Parts, part)
	}
	return e
}

// play replays lines on a stage of area a1 and returns the draft.
func (s *stage) play(lines ...string) form.Draft {
	s.replay(strings.Join(lines, "\n"))
	var w form.Draft
	require.NoError(s.t, json.Unmarshal([]byte(s.draft), &w))
	return w
}

func TestOfferTakesNothingUnasked(t *testing.T) {
	s := newStage(t)
	w := s.play("甲> /report", "甲+ 周报.docx 1:返乡就业42人|next:继续摸底|zerohome=0")
	require.Len(t, w.Offers, 1)
	require.Empty(t, w.Entries)
	require.Empty(t, w.Answers)
	require.Empty(t, w.Readings)
}

func TestOfferKeepsWhereItCameFrom(t *testing.T) {
	s := newStage(t)
	w := s.play("甲> /report", "甲+ 周报.docx 1:返乡就业42人|?:别的", "甲> [全部照此采用]")
	p := w.Entry(1).Words[0]
	require.Equal(t, "u周报.docx", p.File)
	require.Equal(t, "甲", p.By)
	require.Equal(t, "u周报.docx", w.Loose[0].File)
}

// TestOfferPartsDifficulties: what is difficult is told from what was done, so that
// papers put each in its section.
func TestOfferPartsDifficulties(t *testing.T) {
	s := newStage(t)
	w := s.play("甲> /report", "甲+ 周报.docx 1:返乡就业42人|!1:外出意愿不强|!2:缺口38万元", "甲> [全部照此采用]")
	done, hard := reports.Parted(reports.Join(w.Entry(1).Words))
	require.Equal(t, []string{"返乡就业42人", "外出意愿不强"}, []string{done, hard})
	require.Equal(t, reports.Difficulty, w.Entry(1).Progress)
	require.Equal(t, "缺口38万元", reports.Join(w.Entry(2).Words), "alone it needs no word")
}

// A colleague changed what is offered: the older card asks again.
func TestOfferSeenByTwo(t *testing.T) {
	s := newStage(t)
	s.play("甲> /report", "乙> /report", "甲+ 周报.docx 1:返乡就业42人|2:社保减免", "乙> /report", "乙> [看拆开的内容（2段）]",
		"甲> [✓ 1]", "甲> [任务2]")
	w := s.play("乙> [全部照此采用]")
	require.Len(t, w.Offers, 1, "the older card took what it did not show")
	w = s.play("乙> [全部照此采用]")
	require.Empty(t, w.Offers)
	require.Len(t, w.Entry(2).Words, 2)
}

// Whatever is done with an offer, every word of it stays in the draft.
func TestOfferLosesNoWord(t *testing.T) {
	src := newStage(t).src
	rapid.Check(t, func(rt *rapid.T) {
		d := New(src)
		n := rapid.IntRange(1, 45).Draw(rt, "parts")
		e := conversations.Offered{By: conversations.By{At: time.Unix(1, 0), Actor: "甲"}, Piece: "m", File: "u"}
		for i := range n {
			e.Parts = append(e.Parts, conversations.Part{Text: fmt.Sprintf("第%d段。", i), Task: rapid.IntRange(0, 3).Draw(rt, "task"),
				Question: rapid.SampledFrom([]string{"", form.QuestionNext, "nothing"}).Draw(rt, "question")})
		}
		c, w, _, err := Step(d, form.Cursor{}, form.Draft{}, e)
		require.NoError(rt, err)
		for range rapid.IntRange(1, 8).Draw(rt, "taps") {
			action := rapid.SampledFrom([]string{"of", "of:all", "of:0:out", "of:1:t1", "of:2:q0", "of:99", "of:0:next", "h", "pl:t1", "pl:later", "of:f:0", "of:x"}).Draw(rt, "action")
			c, w, _, err = Step(d, c, w, conversations.Tapped{By: e.By, Version: c.Version, Action: action})
			require.NoError(rt, err)
		}
		all := everyWord(w)
		for i := range n {
			require.Contains(rt, all, fmt.Sprintf("第%d段。", i))
		}
	})
}

func everyWord(w form.Draft) string {
	var b strings.Builder
	w.EachPiece(func(_ string, p reports.Piece) { b.WriteString(p.Text + "\n") })
	for _, p := range append(append([]reports.Piece(nil), w.Loose...), w.Dropped...) {
		b.WriteString(p.Text + "\n")
	}
	for _, o := range w.Offers {
		for _, p := range o.Parts {
			b.WriteString(p.Text + "\n")
		}
	}
	return b.String()
}

func TestWorth(t *testing.T) {
	d := New(newStage(t).src)
	two := conversations.Offered{Parts: []conversations.Part{{Text: "甲", Task: 1}, {Text: "乙", Task: 2}}}
	one := conversations.Offered{Parts: []conversations.Part{{Text: "甲", Task: 1}, {Text: "乙"}}}
	asked := form.Cursor{Key: d.Key, Screen: form.ScreenWords, Item: "1"}
	require.True(t, Worth(d, asked, two))
	require.False(t, Worth(d, asked, one), "words asked for one task are its answer")
	require.True(t, Worth(d, form.Cursor{Key: d.Key, Screen: form.ScreenHome}, one))
	require.False(t, Worth(d, form.Cursor{}, conversations.Offered{Parts: []conversations.Part{{Text: "甲", Task: 16}}}), "a task of another area has no place here")
}

func TestFiguresThatAreNotTaken(t *testing.T) {
	s := newStage(t)
	w := s.play("甲> /report", "甲+ 周报.docx 1:返乡就业42人|零就业=1", "甲> [全部照此采用]")
	require.Empty(t, w.Readings, "an indicator that the dialog does not ask for")
	id := New(s.src).Indicators[0].ID
	w = s.play("甲+ 二.docx 1:又42人|"+id+"=1.5", "甲> [全部照此采用]")
	require.Empty(t, w.Readings, "half a household is asked about, not taken")
	w = s.play("甲+ 三.docx 1:又42人|"+id+"=0", "甲> [全部照此采用]")
	require.Len(t, w.Readings, 1)
	require.Equal(t, plan.Int(0), w.Readings[0].Value)
	require.Equal(t, "d-三.docx.1", w.Readings[0].Piece)
}

package report

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/plan"
	"liubao/reports"
)

// TestRandomPeople lets two people do anything at all: tap any button ever
// shown, write, edit, send files, come back. Whatever they do, every button is
// answered, cards stay within Telegram's limits, versions count up, and every
// word typed is somewhere to be found.
func TestRandomPeople(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newStage(t)
		s.setup("area " + rapid.SampledFrom([]string{"a1", "a3", "a6"}).Draw(rt, "area"))
		if rapid.Bool().Draw(rt, "hasLast") {
			s.setup("last " + rapid.SampledFrom([]string{"words", "same 1", "same 2", "same 5"}).Draw(rt, "last"))
		}
		s.setup("sign " + rapid.SampledFrom([]string{"none", "head", "scan"}).Draw(rt, "sign"))
		if rapid.Bool().Draw(rt, "monthEnd") {
			s.setup("period 2026-12-30")
		}
		typed := map[string]string{} // piece id to newest text
		for n := range rapid.IntRange(1, 60).Draw(rt, "events") {
			s.randomEvent(rt, n, typed)
		}
		for n, k := range s.kept { // each was handed on, and stood for what it was while others went on from it
			now, err := json.Marshal(k.is)
			require.NoError(rt, err)
			require.Equal(rt, k.was, string(now), "draft or report %d of %d has changed since", n, len(s.kept))
		}
		everything := s.draft + s.cursors["甲"] + s.cursors["乙"]
		for id, text := range typed {
			require.Contains(rt, everything, text, "words of %s are lost", id)
		}
	})
}

func (s *stage) randomEvent(rt *rapid.T, n int, typed map[string]string) {
	who := rapid.SampledFrom([]string{"甲", "乙"}).Draw(rt, "who")
	s.now = s.now.Add(time.Duration(rapid.IntRange(0, 4000).Draw(rt, "ms")) * time.Millisecond)
	by := conversations.By{At: s.now, Actor: who}
	var e conversations.Event
	switch rapid.SampledFrom([]string{"tap", "tap", "tap", "tap", "write", "list", "number", "edit", "file", "paste", "open"}).Draw(rt, "what") {
	case "tap":
		cards := s.cards[who]
		if len(cards) == 0 {
			return
		}
		card := cards[len(cards)-1]
		if rapid.IntRange(0, 9).Draw(rt, "old") == 0 {
			card = rapid.SampledFrom(cards).Draw(rt, "card")
		}
		row := rapid.SampledFrom(card.Rows).Draw(rt, "row")
		b := rapid.SampledFrom(row).Draw(rt, "button")
		e = conversations.Tapped{By: by, Version: card.Version, Action: b.Action}
	case "write":
		e = conversations.Wrote{By: by, Piece: fmt.Sprintf("w%d", n), Text: fmt.Sprintf("话%d，%s", n, strings.Repeat("长", rapid.IntRange(0, 900).Draw(rt, "len")))}
	case "list": // the card's tasks, or the indicators, by their numbers
		text := fmt.Sprintf("1 单%d 2 双%d", n, n)
		if rapid.Bool().Draw(rt, "one") {
			text = fmt.Sprintf("1 无 2 双%d", n)
		}
		e = conversations.Wrote{By: by, Piece: fmt.Sprintf("w%d", n), Text: text}
	case "number":
		form := rapid.SampledFrom([]string{"70%d", "0.70%d%%", "-70%d户", "70%d万", "3户，70%d"}).Draw(rt, "num")
		e = conversations.Wrote{By: by, Piece: fmt.Sprintf("w%d", n), Text: fmt.Sprintf(form, 100+n)}
	case "edit":
		id := fmt.Sprintf("w%d", rapid.IntRange(0, n).Draw(rt, "edited"))
		if _, ok := typed[id]; !ok {
			return
		}
		e = conversations.Edited{By: by, Piece: id, Text: fmt.Sprintf("改%d，%s", n, id)}
	case "file":
		e = conversations.Sent{By: by, Piece: fmt.Sprintf("f%d", n), File: reports.File{UID: fmt.Sprintf("u%d", n), Name: fmt.Sprintf("文件%d.jpg", n), Kind: "photo", By: who, At: s.now}}
	case "paste":
		parts := []conversations.Part{{Text: fmt.Sprintf("甲部%d", n), Task: rapid.IntRange(0, 2).Draw(rt, "task")}, {Text: "乙部", Question: form.QuestionNext}}
		e = conversations.Offered{By: by, Piece: fmt.Sprintf("o%d", n), Parts: parts, Text: fmt.Sprintf("原文%d", n)}
	default:
		e = conversations.Opened{By: by}
	}
	s.check(rt, e, typed)
}

// keep remembers what a value is, to see in the end that it still is.
func (s *stage) keep(rt *rapid.T, is any) {
	was, err := json.Marshal(is)
	require.NoError(rt, err)
	s.kept = append(s.kept, kept{is, string(was)})
}

type kept struct {
	is  any
	was string
}

// goOn takes the step from the very draft that the last step returned, as
// whoever remembers what it saved does, and compares.
func (s *stage) goOn(rt *rapid.T, c form.Cursor, e conversations.Event, c2 form.Cursor, w2 form.Draft, effects []conversations.Effect) {
	if len(s.kept) == 0 {
		require.NoError(rt, json.Unmarshal([]byte(s.draft), &s.live))
	}
	cs, ws, es, err := Step(New(s.src), c, s.live, e)
	require.NoError(rt, err)
	want, err := json.Marshal([]any{c2, w2, effects})
	require.NoError(rt, err)
	got, err := json.Marshal([]any{cs, ws, es})
	require.NoError(rt, err)
	require.Equal(rt, string(want), string(got), "a draft that was not read back answers otherwise")
	s.live = ws
	s.keep(rt, ws)
	for _, x := range es {
		if x, ok := x.(conversations.Submit); ok {
			s.keep(rt, x.Report)
		}
	}
}

func (s *stage) check(rt *rapid.T, e conversations.Event, typed map[string]string) {
	var c form.Cursor
	var w form.Draft
	who := e.Origin().Actor
	if j := s.cursors[who]; j != "" {
		require.NoError(rt, json.Unmarshal([]byte(j), &c))
	}
	require.NoError(rt, json.Unmarshal([]byte(s.draft), &w))
	before, _ := json.Marshal(w)
	c2, w2, effects, err := Step(New(s.src), c, w, e)
	require.NoError(rt, err)
	after, _ := json.Marshal(w)
	require.Equal(rt, string(before), string(after), "Step changed its argument")
	s.goOn(rt, c, e, c2, w2, effects)
	shown := false
	for _, x := range effects {
		switch x := x.(type) {
		case conversations.Show:
			shown = true
			require.Equal(rt, c2.Version, x.Card.Version)
			require.Greater(rt, c2.Version, c.Version)
			require.NotEmpty(rt, x.Card.Rows)
			require.Less(rt, len([]rune(x.Card.Text.String())), 4000)
			require.NotEmpty(rt, strings.TrimSpace(x.Card.Text.String()))
			for _, row := range x.Card.Rows {
				require.NotEmpty(rt, row)
				require.LessOrEqual(rt, len(row), 8)
				for _, b := range row {
					require.LessOrEqual(rt, len(b.Action), 20)
					require.NotEmpty(rt, b.Label)
				}
			}
			s.cards[who] = append(s.cards[who], x.Card)
		case conversations.Submit:
			r := x.Report
			if r.Scan == nil { // a signed page may come while new words wait for a place
				require.Empty(rt, w2.Loose)
			}
			for _, t := range s.src.Plan.TasksOf(s.src.Obligation.Subject) {
				entry, ok := r.Entry(t.Number)
				require.True(rt, ok)
				require.NotEmpty(rt, entry.Progress)
			}
			s.src.Current = &r
		}
	}
	if _, isTap := e.(conversations.Tapped); isTap {
		require.True(rt, shown, "a tap without an answer")
	}
	switch e := e.(type) {
	case conversations.Wrote:
		for part := range strings.FieldsSeq(e.Text) {
			if strings.HasPrefix(e.Text, "1 ") && (strings.HasPrefix(part, "单") || strings.HasPrefix(part, "双")) {
				typed[e.Piece+part] = part
			}
		}
		if !strings.HasPrefix(e.Text, "1 ") {
			typed[e.Piece] = e.Text
		}
	case conversations.Edited:
		if shown {
			typed[e.Piece] = e.Text
		}
	}
	cj, _ := json.Marshal(c2)
	wj, _ := json.Marshal(w2)
	s.cursors[who], s.draft = string(cj), string(wj)
}

func TestStepRefusesAnotherDraft(t *testing.T) {
	s := newStage(t)
	_, _, _, err := Step(New(s.src), form.Cursor{}, form.Draft{Key: reports.Key{Duty: "other"}}, conversations.Opened{By: conversations.By{At: s.now, Actor: "甲"}})
	require.ErrorContains(t, err, "other")
	_, _, _, err = Step(New(s.src), form.Cursor{}, form.Draft{}, conversations.Opened{By: conversations.By{At: s.now}})
	require.ErrorContains(t, err, "without an actor")
}

// TestOrdinaryPeriodTakesTwelve counts what the issue of the whole product is
// about: from the reminder's button to the receipt.
func TestOrdinaryPeriodTakesTwelve(t *testing.T) {
	for _, area := range []string{"a1", "a2", "a3", "a4", "a5", "a6"} {
		s := newStage(t)
		s.setup("area " + area + "\nlast words")
		first := s.src.Plan.TasksOf(area)[0].Number
		s.replay(fmt.Sprintf(`甲> /report
甲> [○ 任务%d]
甲> [有进展]
甲> 本期新开工两个项目。
甲> /report`, first))
		for range 12 - s.taps {
			if s.src.Current != nil {
				break
			}
			s.line("", s.tapFirst("甲", "全部同上期", "同上期", "其余指标无变化", "无变化", "沿用上期", "跳过", "提交"))
		}
		require.NotNil(t, s.src.Current, "%s took more than 12 taps and messages", area)
	}
}

// tapFirst taps the first of the labels that the newest card has.
func (s *stage) tapFirst(who string, labels ...string) conversations.Event {
	cards := s.cards[who]
	card := cards[len(cards)-1]
	for _, l := range labels {
		for _, row := range card.Rows {
			for _, b := range row {
				if b.Label == l {
					s.taps++
					return conversations.Tapped{By: conversations.By{At: s.now, Actor: who}, Version: card.Version, Action: b.Action}
				}
			}
		}
	}
	s.t.Fatalf("none of %v on\n%s\n%v", labels, card.Text, card.Rows)
	return nil
}

func BenchmarkStep(b *testing.B) {
	p, err := plan.Default()
	require.NoError(b, err)
	duty, _ := p.Duty("progress")
	nominal := plan.Date{Year: 2026, Month: time.December, Day: 15}
	d := New(Source{Plan: p, Duty: duty, Loc: time.UTC, Obligation: plan.Obligation{Duty: "progress", Unit: "dangqun", Subject: "a1"},
		Period: plan.Period{ID: nominal.String(), Duty: duty.ID, From: nominal.AddDays(-14), Nominal: nominal}})
	by := conversations.By{At: time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC), Actor: "甲"}
	c, w, _, err := Step(d, form.Cursor{}, form.Draft{}, conversations.Opened{By: by})
	require.NoError(b, err)
	for b.Loop() {
		_, _, _, _ = Step(d, c, w, conversations.Tapped{By: by, Version: c.Version, Action: "n"})
	}
}

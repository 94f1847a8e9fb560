package conversations_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/conversations"
	"liubao/conversations/contribution"
	"liubao/conversations/problem"
	"liubao/conversations/report"
	"liubao/plan"
)

// dialogs are all three, built as the desk builds them.
func dialogs(t testing.TB) map[string]conversations.Dialog {
	p, err := plan.Default()
	require.NoError(t, err)
	duty, _ := p.Duty("progress")
	nominal := plan.Date{Year: 2026, Month: time.December, Day: 15}
	period := plan.Period{ID: nominal.String(), Duty: duty.ID, From: nominal.AddDays(-14), Nominal: nominal}
	task, _ := p.Task(1)
	return map[string]conversations.Dialog{
		"report": report.New(report.Source{Plan: p, Duty: duty, Loc: time.UTC, Period: period,
			Obligation: plan.Obligation{Duty: "progress", Unit: "dangqun", Subject: "a1"}}),
		"problem":      problem.Dialog{Unit: "finance", ID: "0007"},
		"contribution": contribution.Dialog{Period: period, Unit: "sheguan", Tasks: []contribution.Task{{Task: task}}},
	}
}

// runner does what the desk does: it keeps the rows and knows no dialog by name.
type runner struct {
	c    conversations.Cursor
	w    conversations.Draft
	card conversations.Show
}

func (r *runner) step(t testing.TB, d conversations.Dialog, e conversations.Event) []conversations.Effect {
	c, w, effects, err := conversations.Step(d, r.c, r.w, e)
	require.NoError(t, err)
	r.c, r.w = c, w
	for _, x := range effects {
		if s, ok := x.(conversations.Show); ok {
			r.card = s
		}
	}
	return effects
}

func TestEveryDialogRunsOverRows(t *testing.T) {
	by := conversations.By{At: time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC), Actor: "甲"}
	for name, d := range dialogs(t) {
		t.Run(name, func(t *testing.T) {
			r := &runner{}
			r.step(t, d, conversations.Opened{By: by})
			require.NotEmpty(t, r.card.Card.Text)
			require.False(t, r.card.InPlace, "a dialog that is opened stands below what was said")
			first := r.card.Card.Version

			effects := r.step(t, d, conversations.Wrote{By: by, Piece: "m1", Text: "窗口\u202e已设立\u200b。"})
			require.Greater(t, r.card.Card.Version, first)
			require.False(t, r.card.InPlace)
			require.Contains(t, fmt.Sprint(effects)+string(r.c)+string(r.w), "窗口已设立。", "words are cleaned and kept")

			effects = r.step(t, d, conversations.Tapped{By: by, Version: first, Action: "h"})
			assert.Contains(t, effects, conversations.Effect(conversations.Toast{Text: conversations.TextStale}))
			assert.True(t, r.card.InPlace, "a tap changes the card where it is")
		})
	}
}

func TestStepRefusesWhatNobodyDid(t *testing.T) {
	for name, d := range dialogs(t) {
		_, _, _, err := conversations.Step(d, nil, nil, conversations.Opened{})
		require.ErrorContains(t, err, "without an actor", name)
		_, _, _, err = conversations.Step(d, conversations.Cursor("no JSON"), nil, conversations.Opened{By: conversations.By{Actor: "甲"}})
		require.ErrorContains(t, err, "cursor", name)
	}
}

func TestLeavingKeepsWhatWasAskedAbout(t *testing.T) {
	d := dialogs(t)["report"]
	by := conversations.By{At: time.Date(2026, 12, 10, 9, 0, 0, 0, time.UTC), Actor: "甲"}
	r := &runner{}
	r.step(t, d, conversations.Opened{By: by})
	id := d.(report.Dialog).Indicators[0].ID
	r.step(t, d, conversations.Tapped{By: by, Version: r.card.Card.Version, Action: "i:" + id})
	r.step(t, d, conversations.Wrote{By: by, Piece: "m1", Text: "还在统计"})
	require.NotContains(t, string(r.w), "还在统计", "it is asked about first")
	c, w, err := d.Leave(r.c, r.w, by)
	require.NoError(t, err)
	require.Contains(t, string(w), "还在统计")
	require.NotContains(t, string(c), "还在统计")
}

// A dialog is built from what is stored, stepped with what somebody did, and
// leaves two rows to be saved and a list of what is to be done.
func ExampleStep() {
	d := problem.Dialog{Unit: "finance", ID: "0007"}
	by := conversations.By{At: time.Date(2026, 12, 12, 22, 3, 0, 0, time.UTC), Actor: "zhang"}

	c, w, effects, _ := conversations.Step(d, nil, nil, conversations.Opened{By: by})
	card := effects[0].(conversations.Show).Card
	fmt.Println(card.Text.String())

	c, w, effects, _ = conversations.Step(d, c, w, conversations.Wrote{By: by, Piece: "m1", Text: "某某项目停工。"})
	card = effects[0].(conversations.Show).Card
	for _, row := range card.Rows {
		for _, b := range row {
			fmt.Printf("[%s] %s\n", b.Label, b.Action)
		}
	}
	c, w, effects, _ = conversations.Step(d, c, w, conversations.Tapped{By: by, Version: card.Version, Action: "sk"})
	fmt.Println(len(c) > 0, len(w), effects[0].(conversations.Show).InPlace)
	// Output:
	// 上报重大问题 · 什么问题（第1步，共6步）
	// 出了什么问题？请用一两句话说清楚。
	// 情况紧急的，请先打电话，再来补填。勿填涉密、工作秘密和个人信息。
	// [← 上一步] b
	// [跳过] sk
	// [放弃] x
	// true 0 true
}

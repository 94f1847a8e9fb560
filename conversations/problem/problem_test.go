package problem

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"liubao/conversations"
	"liubao/internal/transcript"
	"liubao/reports"
)

// TestProblemTranscripts replays testdata/*.txtar, in the manner of
// package report: the form goes through JSON after every line.
func TestProblemTranscripts(t *testing.T) {
	transcript.Run(t, func(t *testing.T, play func(transcript.Stage)) {
		play(transcript.Stage{Replay: newFormStage(t).replay})
	})
}

type formStage struct {
	t      *testing.T
	now    time.Time
	form   string
	card   conversations.Card
	sent   []string
	raised []reports.Problem
	out    strings.Builder
}

func newFormStage(t *testing.T) *formStage {
	return &formStage{t: t, form: "{}", now: time.Date(2026, 12, 12, 22, 3, 0, 0, time.FixedZone("CST", 8*3600))}
}

func (s *formStage) replay(chat string) string {
	for _, line := range strings.Split(chat, "\n") {
		in := strings.HasPrefix(line, "甲> ") || strings.HasPrefix(line, "甲~ ") || strings.HasPrefix(line, "+ ")
		if in {
			fmt.Fprintln(&s.out, line)
			s.line(line)
		}
	}
	return s.out.String()
}

func (s *formStage) line(line string) {
	words := strings.TrimSpace(line[strings.Index(line, " "):])
	if strings.HasPrefix(line, "+ ") {
		d, err := time.ParseDuration(words)
		require.NoError(s.t, err)
		s.now = s.now.Add(d)
		return
	}
	by := conversations.By{At: s.now, Actor: "甲"}
	s.now = s.now.Add(10 * time.Second)
	if strings.HasPrefix(line, "甲~ ") {
		var n int
		_, err := fmt.Sscan(words, &n)
		require.NoError(s.t, err)
		_, text, _ := strings.Cut(words, " ")
		s.step(conversations.Edited{By: by, Piece: s.sent[n-1], Text: text})
		return
	}
	switch {
	case words == "/problem":
		s.step(conversations.Opened{By: by})
	case strings.HasPrefix(words, "["):
		label, version, old := strings.Cut(strings.TrimPrefix(words, "["), "]@")
		label = strings.TrimSuffix(label, "]")
		v := s.card.Version
		if old {
			_, err := fmt.Sscan(version, &v)
			require.NoError(s.t, err)
		}
		s.step(conversations.Tapped{By: by, Version: v, Action: s.action(label)})
	default:
		id := fmt.Sprint(len(s.sent) + 1)
		s.sent = append(s.sent, id)
		if name, ok := strings.CutPrefix(words, "<照片 "); ok {
			name, note, _ := strings.Cut(strings.TrimSuffix(name, ">"), "|")
			s.step(conversations.Sent{By: by, Piece: id, File: reports.File{UID: id, Name: name, Kind: "photo", Note: note}})
			return
		}
		s.step(conversations.Wrote{By: by, Piece: id, Text: words})
	}
}

func (s *formStage) action(label string) string {
	for _, row := range s.card.Rows {
		for _, b := range row {
			if b.Label == label {
				return b.Action
			}
		}
	}
	s.t.Fatalf("no button %q on %v", label, s.card.Rows)
	return ""
}

func (s *formStage) step(e conversations.Event) {
	var w Form
	require.NoError(s.t, json.Unmarshal([]byte(s.form), &w))
	w, effects, err := Step(Dialog{Unit: "finance", Area: "a6", ID: "0007"}, w, e)
	require.NoError(s.t, err)
	b, err := json.Marshal(w)
	require.NoError(s.t, err)
	s.form = string(b)
	for _, x := range effects {
		switch x := x.(type) {
		case conversations.Show:
			s.card = x.Card
			s.print(fmt.Sprintf("bot#%d< ", x.Card.Version), x.Card.Text.String())
			for _, row := range x.Card.Rows {
				for _, b := range row {
					require.LessOrEqual(s.t, len(b.Action), 20)
					fmt.Fprintf(&s.out, "    [%s]", b.Label)
				}
				fmt.Fprintln(&s.out)
			}
		case conversations.Say:
			s.print("bot< ", x.Text.String())
		case conversations.Toast:
			s.print("bot! ", x.Text)
		case conversations.Raise:
			s.raised = append(s.raised, x.Problem)
			p := x.Problem
			s.print("上报 ", fmt.Sprintf("%s major=%v 什么=%s 哪里=%s 何时=%s 需要=%s 附件%d", p.ID, p.Major, p.What, p.Where, p.Since, p.Needs, len(p.Evidence)))
		case conversations.Detail:
			s.print("补充 ", fmt.Sprintf("%s done=%v 什么=%s 需要=%s 附件%d", x.Problem.ID, x.Done, x.Problem.What, x.Problem.Needs, len(x.Problem.Evidence)))
		case conversations.Amend:
			s.print("补正 ", x.ID+" "+x.Before+" → "+x.After)
		case conversations.Logged:
			s.print("记录 ", x.What+" "+x.Before)
		}
	}
}

func (s *formStage) print(head, text string) {
	fmt.Fprintln(&s.out, transcript.Block(head, "    ", text))
}

// Whatever somebody does, every word they typed stays in the form, in what was
// raised, or in the row that says they gave it up.
func TestProblemFormLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w Form
		now := time.Date(2026, 12, 12, 22, 3, 0, 0, time.UTC)
		kept := map[string]bool{}
		var card conversations.Card
		for i := range rapid.IntRange(1, 40).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 5).Draw(t, "pause")) * time.Second)
			by := conversations.By{At: now, Actor: "甲"}
			var e conversations.Event = conversations.Opened{By: by}
			word := fmt.Sprintf("词%d。", i)
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				if w.Step == "" || w.Raised != "" {
					break
				}
				e = conversations.Wrote{By: by, Piece: word, Text: word}
				kept[word] = true
			case 1, 2:
				if n := len(card.Rows); n > 0 {
					row := card.Rows[rapid.IntRange(0, n-1).Draw(t, "row")]
					b := row[rapid.IntRange(0, len(row)-1).Draw(t, "button")]
					e = conversations.Tapped{By: by, Version: card.Version, Action: b.Action}
				}
			}
			var effects []conversations.Effect
			var err error
			before := w
			w, effects, err = Step(Dialog{Unit: "u", ID: "1"}, w, e)
			require.NoError(t, err)
			for _, x := range effects {
				switch x := x.(type) {
				case conversations.Show:
					card = x.Card
				case conversations.Raise:
					if x.More && (w.Sent != x.Problem.ID || !x.Problem.Major || x.Problem.What == "") {
						t.Fatalf("sent at the tap: %+v", x.Problem)
					}
					for k := range kept {
						if x.More {
							break // the form goes on holding them
						}
						if strings.Contains(x.Problem.What+x.Problem.Where+x.Problem.Since+x.Problem.Needs, k) {
							delete(kept, k)
						}
					}
				case conversations.Detail:
					if x.Problem.ID != w.Sent && x.Problem.ID != w.Raised {
						t.Fatalf("details of %s, and %s was sent", x.Problem.ID, w.Sent)
					}
				case conversations.Logged:
					for k := range kept {
						if strings.Contains(x.Before, k) {
							delete(kept, k)
						}
					}
				}
			}
			if before.Raised == "" && w.Raised == "" || w.Raised != "" {
				here, err := json.Marshal(w)
				require.NoError(t, err)
				for k := range kept {
					require.Contains(t, string(here), k)
				}
			}
			if w.Raised != "" || w.Step == "" {
				clear(kept) // what was dropped on the way is in the stored form until the next begins
			}
		}
	})
}

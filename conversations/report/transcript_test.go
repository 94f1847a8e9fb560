package report

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/conversations"
	"liubao/conversations/report/form"
	"liubao/internal/transcript"
	"liubao/plan"
	"liubao/reports"
)

// TestTranscripts replays every testdata/*.txtar: lines that people typed or
// tapped go in, everything the dialog says comes out, and the whole text is
// compared. Cursor and draft go through JSON after every line, so that every
// transcript is a restart test as well.
//
// A file's comment tells the story; its "setup" section has lines such as
// "area a3", "last same", "sign head"; its "chat" section is the conversation:
//
//	@ 2026-12-10 09:30     the time from here on
//	+ 1s                   a little later
//	甲> words              甲 sends words; "甲> [label]" taps; "甲> /report" opens
//	甲> <照片 现场.jpg|说明>  甲 sends a photo with a caption
//	甲> <照片 现场.jpg>@组   … as one of an album
//	甲~ 2 new words        甲 edits the second thing sent; "甲~ 2 <照片 b.jpg|说明>" its file
//	甲> [label]@3          甲 taps a button of card 3
//	甲+ f 1:words|?:words|next:words|new5=3  甲's document f, taken apart ("-" for pasted words)
func TestTranscripts(t *testing.T) {
	transcript.Run(t, func(t *testing.T, play func(transcript.Stage)) {
		s := newStage(t)
		play(transcript.Stage{Setup: s.setup, Replay: s.replay})
	})
}

// stage plays one report with several people.
type stage struct {
	t       *testing.T
	src     Source
	now     time.Time
	cursors map[string]string // person to JSON
	draft   string
	cards   map[string][]conversations.Card
	sent    []string // piece ids in order
	out     strings.Builder
	stored  []reports.Report
	taps    int
	live    form.Draft // as the last step returned it
	kept    []kept     // all that was returned; see keep
}

func newStage(t *testing.T) *stage {
	p, err := plan.Default()
	require.NoError(t, err)
	loc, err := time.LoadLocation(p.Zone)
	require.NoError(t, err)
	duty, _ := p.Duty("progress")
	s := &stage{t: t, cursors: map[string]string{}, cards: map[string][]conversations.Card{}, draft: "{}"}
	nominal := plan.Date{Year: 2026, Month: time.December, Day: 15}
	s.src = Source{
		Plan: p, Duty: duty, Loc: loc, SignOff: plan.SignNone,
		Period: plan.Period{
			ID: nominal.String(), Duty: duty.ID, From: plan.Date{Year: 2026, Month: time.December, Day: 1},
			Nominal: nominal, Deadline: nominal.At(plan.Clock{Hour: 17, Minute: 30}, loc),
		},
		Names: map[string]string{"甲": "联络员甲", "乙": "联络员乙"},
	}
	s.setup("area a1")
	s.now = time.Date(2026, time.December, 10, 9, 30, 0, 0, loc)
	return s
}

func (s *stage) setup(text string) {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		key, val, _ := strings.Cut(line, " ")
		switch key {
		case "area":
			a, ok := s.src.Plan.Area(val)
			require.True(s.t, ok, val)
			s.src.Obligation = plan.Obligation{Duty: "progress", Unit: a.Lead, Subject: a.ID}
		case "period":
			d, err := plan.ParseDate(val)
			require.NoError(s.t, err)
			s.src.Period = plan.Period{ID: val, Duty: "progress", From: d.AddDays(-14), Nominal: d,
				Deadline: d.At(plan.Clock{Hour: 17, Minute: 30}, s.src.Loc)}
		case "last": // last 进展|same run
			s.src.Last = s.last(val)
		case "contribution": // contribution 1 sheguan 说的话, or "-" for a unit that was asked in vain
			f := strings.SplitN(val, " ", 3)
			n := 0
			_, err := fmt.Sscan(f[0], &n)
			require.NoError(s.t, err)
			c := reports.Contribution{Period: s.src.Period.ID, Task: n, Unit: f[1], Asks: 1}
			if f[2] != "-" {
				c.Words, c.Rev = []reports.Piece{{ID: "c" + f[0] + f[1], By: "丙", Text: f[2]}}, 1
			}
			s.src.Contributions = append(s.src.Contributions, c)
		case "planned": // planned what the last report had planned
			s.src.Last.Answers = []reports.Answer{{Question: form.QuestionNext, Words: []reports.Piece{{Text: strings.ReplaceAll(val, "|", "\n")}}}}
		case "sign":
			s.src.SignOff = plan.SignOff(val)
		case "sibling":
			id, name, _ := strings.Cut(val, " ")
			s.src.Siblings = []form.Sibling{{Key: reports.Key{Period: s.src.Period.ID, Duty: "progress", Subject: id}, Name: name, State: "未报", Open: true}}
		default:
			s.t.Fatalf("setup line %q", line)
		}
	}
}

// last makes the report of the period before: "words" gives every task words,
// "same N" says 同上期 for the Nth time running.
func (s *stage) last(how string) *reports.Report {
	r := &reports.Report{Version: 1}
	for _, t := range s.src.Plan.TasksOf(s.src.Obligation.Subject) {
		e := reports.Entry{Task: t.Number, Progress: reports.Moving,
			Words: []reports.Piece{{ID: "old", By: "甲", Text: fmt.Sprintf("任务%d上期的进展。", t.Number)}}}
		if how == "done" && t.CanEnd {
			e.Progress = reports.Done
		}
		if n := 0; strings.HasPrefix(how, "same") {
			_, err := fmt.Sscanf(how, "same %d", &n)
			require.NoError(s.t, err)
			e = reports.Entry{Task: t.Number, Progress: reports.Same, SameRun: n, Carried: fmt.Sprintf("任务%d早先的进展。", t.Number)}
		}
		r.Entries = append(r.Entries, e)
	}
	s.src.Known = map[string]Known{}
	for n, i := range s.src.Plan.IndicatorsOf(s.src.Obligation.Subject) {
		s.src.Known[i.ID] = Known{Period: s.src.Period.From.AddDays(-1).String(), Reading: reports.Reading{
			Indicator: i.ID, Value: plan.Int(int64(n + 1)), At: s.src.Period.From.At(plan.Clock{}, s.src.Loc)}}
	}
	r.Answers = []reports.Answer{{Question: form.QuestionNext, Words: []reports.Piece{{Text: "继续推进。"}}}}
	return r
}

func (s *stage) replay(text string) string {
	for _, line := range strings.Split(text, "\n") {
		switch {
		case strings.HasPrefix(line, "@ "):
			t, err := time.ParseInLocation("2006-01-02 15:04", strings.TrimPrefix(line, "@ "), s.src.Loc)
			require.NoError(s.t, err)
			s.now = t
		case strings.HasPrefix(line, "+ "):
			d, err := time.ParseDuration(strings.TrimPrefix(line, "+ "))
			require.NoError(s.t, err)
			s.now = s.now.Add(d)
		case strings.HasPrefix(line, "# 共"):
			continue
		case strings.HasPrefix(line, "# "):
		default:
			if who, what, ok := strings.Cut(line, "> "); ok && len([]rune(who)) == 1 {
				s.line(line, s.say(who, what))
			} else if who, what, ok := strings.Cut(line, "~ "); ok && len([]rune(who)) == 1 {
				s.line(line, s.edit(who, what))
			} else if who, what, ok := strings.Cut(line, "+ "); ok && len([]rune(who)) == 1 {
				s.line(line, s.offer(who, what))
			}
			continue
		}
		s.out.WriteString(line + "\n")
	}
	if s.taps > 0 {
		fmt.Fprintf(&s.out, "# 共%d次点按和消息\n", s.taps)
	}
	return s.out.String()
}

func (s *stage) say(who, what string) conversations.Event {
	s.taps++
	by := conversations.By{At: s.now, Actor: who}
	s.now = s.now.Add(10 * time.Second)
	switch {
	case what == "/report":
		return conversations.Opened{By: by}
	case strings.HasPrefix(what, "["):
		return s.tap(by, what)
	case strings.HasPrefix(what, "<"):
		what, group, _ := strings.Cut(what, "@")
		s.sent = append(s.sent, fmt.Sprintf("m%d", len(s.sent)+1))
		return conversations.Sent{By: by, Piece: s.sent[len(s.sent)-1], File: s.file(who, what), Group: group}
	}
	s.sent = append(s.sent, fmt.Sprintf("m%d", len(s.sent)+1))
	return conversations.Wrote{By: by, Piece: s.sent[len(s.sent)-1], Text: what}
}

// file reads <照片 现场.jpg|说明>.
func (s *stage) file(who, what string) reports.File {
	name, note, _ := strings.Cut(strings.Trim(what, "<>"), "|")
	kind, file, _ := strings.Cut(name, " ")
	return reports.File{ID: "f", UID: "u" + file, Name: file, Kind: map[string]string{"照片": "photo", "文件": "document"}[kind], By: who, At: s.now, Note: note}
}

func (s *stage) tap(by conversations.By, what string) conversations.Event {
	label, at, old := strings.Cut(strings.TrimPrefix(what, "["), "]")
	_ = old
	cards := s.cards[by.Actor]
	require.NotEmpty(s.t, cards, "no card to tap %s on", what)
	card := cards[len(cards)-1]
	if n := 0; strings.HasPrefix(at, "@") {
		_, err := fmt.Sscanf(at, "@%d", &n)
		require.NoError(s.t, err)
		card = cards[n-1]
	}
	for _, row := range card.Rows {
		for _, b := range row {
			if b.Label == label {
				return conversations.Tapped{By: by, Version: card.Version, Action: b.Action}
			}
		}
	}
	s.t.Fatalf("no button %q on card\n%s\n%v", label, card.Text, card.Rows)
	return nil
}

func (s *stage) edit(who, what string) conversations.Event {
	var n int
	num, text, _ := strings.Cut(what, " ")
	_, err := fmt.Sscan(num, &n)
	require.NoError(s.t, err)
	s.taps++
	e := conversations.Edited{By: conversations.By{At: s.now, Actor: who}, Piece: s.sent[n-1], Text: text}
	if strings.HasPrefix(text, "<") {
		f := s.file(who, text)
		e.File, e.Text = &f, f.Note
	}
	return e
}

// line runs the event and writes what came of it.
func (s *stage) line(line string, e conversations.Event) {
	s.out.WriteString("\n" + line + "\n")
	var c form.Cursor
	var w form.Draft
	who := e.Origin().Actor
	if j := s.cursors[who]; j != "" {
		require.NoError(s.t, json.Unmarshal([]byte(j), &c))
	}
	require.NoError(s.t, json.Unmarshal([]byte(s.draft), &w))
	c, w, effects, err := Step(New(s.src), c, w, e)
	require.NoError(s.t, err)
	cj, err := json.Marshal(c)
	require.NoError(s.t, err)
	wj, err := json.Marshal(w)
	require.NoError(s.t, err)
	s.cursors[who], s.draft = string(cj), string(wj)
	for _, x := range effects {
		s.effect(who, x)
	}
}

func (s *stage) effect(who string, x conversations.Effect) {
	switch x := x.(type) {
	case conversations.Show:
		s.cards[who] = append(s.cards[who], x.Card)
		s.block("bot< ", x.Card.Text.String())
		for _, row := range x.Card.Rows {
			s.out.WriteString("     ")
			for _, b := range row {
				require.LessOrEqual(s.t, len(b.Action), 20, b.Action)
				s.out.WriteString(" [" + b.Label + "]")
			}
			s.out.WriteString("\n")
		}
	case conversations.Say:
		s.block("bot< ", x.Text.String())
	case conversations.Toast:
		require.LessOrEqual(s.t, len([]rune(x.Text)), 200)
		s.block("toast< ", x.Text)
	case conversations.Submit:
		r := x.Report
		s.src.Current = &r
		s.stored = append(s.stored, r)
		s.block("store< ", fmt.Sprintf("第%d版 %s %s", r.Version, r.State.Label(), r.Correction))
	case conversations.Fetch:
		s.block("fetch< ", x.File.Label())
	case conversations.Promised:
		at := "没有说时间"
		if !x.At.IsZero() {
			at = x.At.Format("2006-01-02 15:04")
		}
		s.block("promise< ", at)
	case conversations.AskUnit:
		s.block("ask< ", fmt.Sprintf("任务%d %s", x.Task, x.Unit))
	case conversations.Switch:
		s.block("switch< ", x.Key.Subject)
	case conversations.Logged:
		s.block("audit< ", strings.TrimSpace(fmt.Sprintf("%s %s→%s", x.What, x.Before, x.After)))
	}
}

func (s *stage) block(prefix, text string) {
	s.out.WriteString(transcript.Block(prefix, "      ", text) + "\n")
}

package scenes

import (
	"fmt"
	"io"
	"strings"
	"time"

	"liubao/internal/app/stage"
	"liubao/reports"
	"liubao/sandbox"
)

// printer writes what happens on a stage as a conversation.
type printer struct {
	w     io.Writer
	sub   *sandbox.Subscription
	loc   *time.Location
	names map[int64]string // chat to the name of who sits there
	last  string           // the minute printed last
	lines map[string][]string
}

func newPrinter(w io.Writer, s *stage.Stage) *printer {
	return &printer{w: w, sub: s.Sandbox.Subscribe(), loc: s.Loc, names: map[int64]string{}, lines: map[string][]string{}}
}

// flush writes everything that has happened since the last time.
func (p *printer) flush() {
	for {
		e, ok := p.sub.Try()
		if !ok {
			return
		}
		p.event(e)
	}
}

func (p *printer) event(e sandbox.Event) {
	switch e.Kind {
	case sandbox.EventMessage, sandbox.EventEdit:
		if e.Message != nil {
			p.message(e, *e.Message)
		}
	case sandbox.EventAnswer:
		if e.Answer != nil && e.Answer.Text != "" {
			p.minute(e.At)
			p.block(fmt.Sprintf("    (提示 %s) ", p.names[e.User]), e.Answer.Text)
		}
	}
}

func (p *printer) minute(t time.Time) {
	if m := reports.TimeText(t, p.loc); m != p.last {
		p.last = m
		fmt.Fprintf(p.w, "\n── %s ──\n", m)
	}
}

func (p *printer) message(e sandbox.Event, m sandbox.View) {
	who := p.names[m.Chat.ID]
	text := m.Text + m.Caption
	key := fmt.Sprintf("%d/%d", m.Chat.ID, m.MessageID)
	switch {
	case m.Document != nil:
		text = "[文件 " + m.Document.FileName + "] " + text
	case len(m.Photo) > 0:
		text = "[照片] " + text
	}
	if !m.FromBot {
		if text == "" {
			return
		}
		p.minute(e.At)
		from := who
		if m.From != nil {
			from = m.From.FirstName
		}
		verb := ""
		if e.Kind == sandbox.EventEdit {
			verb = "(修改) "
		}
		p.block(fmt.Sprintf("%s> %s", from, verb), text)
		return
	}
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	before := p.lines[key]
	p.lines[key] = lines
	if e.Kind == sandbox.EventEdit && strings.Join(before, "\n") == strings.Join(lines, "\n") {
		return // only the buttons went
	}
	p.minute(e.At)
	verb := "→ "
	if e.Kind == sandbox.EventEdit {
		verb = "↻ "
	}
	p.block("    "+verb+who+" ", strings.Join(lines, "\n"))
	if m.ReplyMarkup != nil {
		for _, row := range m.ReplyMarkup.Rows {
			var labels []string
			for _, b := range row {
				labels = append(labels, "["+b.Text+"]")
			}
			if len(labels) > 0 {
				fmt.Fprintf(p.w, "      %s\n", strings.Join(labels, " "))
			}
		}
	}
}

func (p *printer) block(head, text string) {
	for i, l := range strings.Split(text, "\n") {
		if i > 0 {
			head = "      "
		}
		fmt.Fprintln(p.w, strings.TrimRight(head+l, " "))
	}
}

// tapped tells of a pressed button, which the chat itself does not show.
func (p *printer) tapped(now time.Time, who, label string) {
	p.flush()
	p.minute(now)
	fmt.Fprintf(p.w, "%s> [%s]\n", who, label)
}

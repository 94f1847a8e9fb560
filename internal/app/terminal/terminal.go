// Package terminal gives a local Telegram to somebody with a keyboard: what
// the bot sends is printed, and what is typed is said by people on the spot.
//
//	主任> /start abc     somebody called 主任 opens the link with abc in it
//	主任> [财政局]        and presses that button, the newest of this name
//
// Promise: whoever is named is there; nobody need be made first.
package terminal

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"

	"liubao/sandbox"
)

// Terminal is a sandbox with people who are typed.
type Terminal struct {
	tg *sandbox.Server

	mu     sync.Mutex // of out and people
	out    io.Writer
	people map[string]*sandbox.Person
	names  map[int64]string // by chat
}

// New returns a terminal that prints to out.
func New(tg *sandbox.Server, out io.Writer) *Terminal {
	return &Terminal{tg: tg, out: out, people: map[string]*sandbox.Person{}, names: map[int64]string{}}
}

// Run prints what happens and says what is typed, until ctx ends. When what is
// typed ends, it goes on printing.
func (t *Terminal) Run(ctx context.Context, in io.Reader) {
	sub := t.tg.Subscribe()
	defer sub.Close()
	go func() { // reading cannot be broken off; it ends with the process
		lines := bufio.NewScanner(in)
		for lines.Scan() {
			if err := t.Say(lines.Text()); err != nil {
				t.print("! " + err.Error())
			}
		}
	}()
	for {
		e, err := sub.Next(ctx)
		if err != nil {
			return
		}
		t.show(e)
	}
}

// Say does what a line says: "name> words", or "name> [button]".
func (t *Terminal) Say(line string) error {
	name, words, ok := strings.Cut(line, ">")
	name, words = strings.TrimSpace(name), strings.TrimSpace(words)
	if !ok || name == "" || words == "" {
		if strings.TrimSpace(line) == "" {
			return nil
		}
		return fmt.Errorf("write name> words, or name> [button]")
	}
	p := t.person(name)
	if label, ok := strings.CutPrefix(words, "["); ok && strings.HasSuffix(label, "]") {
		return t.press(p, strings.TrimSuffix(label, "]"))
	}
	if payload, ok := strings.CutPrefix(words, "/start"); ok {
		_, err := p.Start(strings.TrimSpace(payload))
		return err
	}
	_, err := p.Send(p.ID(), words)
	return err
}

func (t *Terminal) person(name string) *sandbox.Person {
	t.mu.Lock()
	defer t.mu.Unlock()
	p, ok := t.people[name]
	if !ok {
		p = t.tg.AddUser(sandbox.User{FirstName: name})
		t.people[name], t.names[p.ID()] = p, name
	}
	return p
}

// press presses the newest button with the label.
func (t *Terminal) press(p *sandbox.Person, label string) error {
	msgs := t.tg.Messages(p.ID(), p.ID())
	for i := len(msgs) - 1; i >= 0; i-- {
		if _, err := p.Tap(p.ID(), msgs[i].MessageID, label); err == nil {
			return nil
		}
	}
	return fmt.Errorf("there is no button [%s]", label)
}

// show prints what the bot did; what people say stands there already.
func (t *Terminal) show(e sandbox.Event) {
	switch {
	case e.Message != nil && e.Message.FromBot && (e.Kind == sandbox.EventMessage || e.Kind == sandbox.EventEdit):
		t.print(t.message(*e.Message))
	case e.Kind == sandbox.EventAnswer && e.Answer != nil && e.Answer.Text != "":
		t.print("    (" + e.Answer.Text + ")")
	}
}

// message writes a message as it looks on a phone, buttons last.
func (t *Terminal) message(m sandbox.View) string {
	t.mu.Lock()
	to := t.names[m.Chat.ID]
	t.mu.Unlock()
	if to == "" {
		to = m.Chat.Title + m.Chat.FirstName
	}
	text := m.Text + m.Caption
	if m.Document != nil {
		text = "<" + m.Document.FileName + "> " + text
	}
	out := "→ " + to + ": " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    ")
	if m.ReplyMarkup == nil {
		return out
	}
	for _, row := range m.ReplyMarkup.Rows {
		out += "\n   "
		for _, b := range row {
			out += " [" + b.Text + "]"
		}
	}
	return out
}

func (t *Terminal) print(s string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	_, _ = fmt.Fprintln(t.out, s) // a closed pipe wants no more
}

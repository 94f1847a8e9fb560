package desktest

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/stretchr/testify/require"

	"liubao/internal/transcript"
	"liubao/sandbox"
)

var deepLink = regexp.MustCompile(`\?start=([A-Za-z0-9_-]+)`)

// stripped marks a line that says that a message has lost its buttons.
const stripped = "- 收起按钮："

// said is something the bot did in a chat, set as a line of the transcript.
type said struct {
	chat int64
	late int // 0 for the answer to a button, which travels beside the messages; 2 for buttons taken away afterwards
	text string
}

// events takes everything the bot has done since the last call, checks each
// button and returns the lines, those of one chat together: several chats are
// served side by side, so that their order means nothing.
func (s *stage) events(actor int64) []string {
	var all []said
	for {
		e, ok := s.sub.Try()
		if !ok {
			break
		}
		if l := s.line(e, actor); l != "" {
			late := 1
			if e.Kind == sandbox.EventAnswer {
				late = 0
			} else if strings.Contains(l, stripped) {
				late = 2
			}
			all = append(all, said{s.eventChat(e), late, l})
		}
	}
	slices.SortStableFunc(all, func(a, b said) int {
		return cmp.Or(s.rank(a.chat, actor)-s.rank(b.chat, actor), a.late-b.late)
	})
	var out []string
	for _, x := range all {
		out = append(out, x.text)
	}
	return out
}

func (s *stage) eventChat(e sandbox.Event) int64 {
	if e.Kind == sandbox.EventAnswer {
		return e.User
	}
	return e.Chat
}

// rank puts the person who acted first, then the cast as they came, then groups.
func (s *stage) rank(chat, actor int64) int {
	if chat == actor {
		return -1
	}
	for i, name := range s.order {
		if s.cast[name].ID() == chat {
			return i
		}
	}
	return len(s.order)
}

// name says who sits in a chat: "" for whoever acted.
func (s *stage) name(chat, actor int64) string {
	if chat == actor {
		return ""
	}
	for name, p := range s.cast {
		if p.ID() == chat {
			return "→" + name
		}
	}
	for name, g := range s.groups {
		if g.ID() == chat {
			return "#" + name
		}
	}
	return "?"
}

func (s *stage) line(e sandbox.Event, actor int64) string {
	who := "bot" + s.name(s.eventChat(e), actor)
	switch e.Kind {
	case sandbox.EventAnswer:
		if e.Answer == nil || e.Answer.Text == "" {
			return ""
		}
		mark := "! "
		if e.Answer.Alert {
			mark = "!! "
		}
		return transcript.Block(who+mark, indent, e.Answer.Text)
	case sandbox.EventDelete:
		return who + "× 删去一条"
	case sandbox.EventReaction:
		for _, x := range e.Message.Reactions {
			if x.User == s.sandbox.Bot().ID {
				return who + " 回应“" + first(e.Message.Text+e.Message.Caption, 12) + "”：" + x.Emoji
			}
		}
		return ""
	case sandbox.EventMessage, sandbox.EventEdit:
		if e.Message == nil || !e.Message.FromBot {
			return ""
		}
		return s.message(who, e)
	}
	return ""
}

// anchors are what the audit log is compared with: they change with every word.
var anchors = regexp.MustCompile(`核验码：.* [0-9a-f]{64}`)

func (s *stage) message(who string, e sandbox.Event) string {
	m := e.Message
	mark := "< "
	if e.Kind == sandbox.EventEdit {
		mark = "~ "
	}
	if m.LeftChatMember != nil {
		return who + " 退出了群"
	}
	if m.PinnedMessage != nil {
		return who + " 置顶了“" + first(m.PinnedMessage.Text, 12) + "”"
	}
	text := m.Text + m.Caption
	switch {
	case m.Document != nil:
		text = "<文件 " + m.Document.FileName + "> " + anchors.ReplaceAllString(text, "核验码：…")
	case len(m.Photo) > 0:
		text = "<照片> " + text
	}
	if m.ReplyTo != nil {
		text = "（回复“" + first(m.ReplyTo.Text, 12) + "”）" + text
	}
	if name := s.topic(m); name != "" {
		who += "/" + name
	}
	key := fmt.Sprint(m.Chat.ID, "/", m.MessageID)
	before := s.words[key]
	s.words[key] = text
	if e.Kind == sandbox.EventEdit && before == text && m.ReplyMarkup == nil {
		return who + stripped + first(text, 16)
	}
	return transcript.Block(who+mark, indent, s.links_(text)) + s.buttons(m)
}

func first(text string, n int) string {
	text, _, _ = strings.Cut(text, "\n")
	if r := []rune(text); len(r) > n {
		return string(r[:n]) + "…"
	}
	return text
}

func (s *stage) topic(m *sandbox.View) string {
	if m.ThreadID == 0 {
		return ""
	}
	for _, c := range s.sandbox.Chats(0) {
		if c.ID == m.Chat.ID {
			return c.Topics[m.ThreadID]
		}
	}
	for _, p := range s.cast {
		for _, c := range s.sandbox.Chats(p.ID()) {
			if c.ID == m.Chat.ID {
				return c.Topics[m.ThreadID]
			}
		}
	}
	return fmt.Sprint(m.ThreadID)
}

// links_ writes links by number: their secrets say nothing to a reader.
func (s *stage) links_(text string) string {
	return deepLink.ReplaceAllStringFunc(text, func(l string) string {
		secret := strings.TrimPrefix(l, "?start=")
		return fmt.Sprintf("?start=<link %d>", s.link(secret))
	})
}

// link remembers a secret and returns its number.
func (s *stage) link(secret string) int {
	if i := slices.Index(s.links, secret); i >= 0 {
		return i + 1
	}
	s.links = append(s.links, secret)
	return len(s.links)
}

// buttons writes a message's buttons, and holds each against what Telegram and
// the desk allow.
func (s *stage) buttons(m *sandbox.View) string {
	if m.ReplyMarkup == nil {
		return ""
	}
	var out strings.Builder
	for _, row := range m.ReplyMarkup.Rows {
		out.WriteString("\n     ")
		for _, b := range row {
			s.seen = append(s.seen, b)
			if b.URL != "" {
				fmt.Fprintf(&out, " [%s ↗ %s]", b.Text, s.links_(strings.TrimPrefix(b.URL, "https://")))
				continue
			}
			require.LessOrEqual(s.t, len(b.CallbackData), 64, b.CallbackData)
			out.WriteString(" [" + b.Text + "]")
			s.shown = append(s.shown, shownButton{m.Chat.ID, m.MessageID, b.Text, b.CallbackData})
		}
	}
	return out.String()
}

// indent stands before the further lines of what is said.
const indent = "      "

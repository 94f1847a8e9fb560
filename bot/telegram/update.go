package telegram

import (
	"strings"
	"time"
)

// Kind says what an update is about.
type Kind string

// The kinds of update.
const (
	KindMessage  Kind = "message"  // a new message from a person
	KindEdited   Kind = "edited"   // a person edited a message; MessageID is the edited one
	KindCallback Kind = "callback" // a person pressed a button; Callback is set
	KindMember   Kind = "member"   // the bot's own membership changed; Member is set
	KindJoined   Kind = "joined"   // people were added to a group
	KindMigrated Kind = "migrated" // a group became a supergroup; MigrateTo or MigrateFrom is set
	KindOther    Kind = "other"    // anything else: pins, renamed groups, kinds yet unknown
)

// Chat is where something happened. Type is private, group, supergroup or channel.
type Chat struct {
	ID    int64
	Type  string
	Title string
	Forum bool // a supergroup with topics
}

// Private reports whether the chat is with one person alone.
func (c Chat) Private() bool { return c.Type == "private" }

// Group reports whether the chat is a group or a supergroup.
func (c Chat) Group() bool { return c.Type == "group" || c.Type == "supergroup" }

// User is who did something.
type User struct {
	ID       int64
	Name     string // first and last name, as Telegram shows them
	Username string // without @, "" for none
	Bot      bool
}

// File is a photo (its largest size), document, voice or video that came with
// a message.
type File struct {
	ID   string // to download it with; differs from bot to bot
	UID  string // the same for every bot and every copy
	Kind string // photo, document, voice, video
	Name string // as sent, "" for none; never use it as a path
	MIME string
	Size int64 // bytes, 0 where unknown
}

// Callback is a pressed button.
type Callback struct {
	ID        string
	Data      string // at most 64 bytes
	MessageID int    // the message that carries the button
}

// Member is a change of the bot's membership. Statuses are Telegram's:
// creator, administrator, member, restricted, left, kicked. In a private chat
// kicked means blocked, member means unblocked or started.
type Member struct {
	Old, New string
	By       User
}

// Gone reports whether the bot can no longer speak in the chat.
func (m Member) Gone() bool { return m.New == "left" || m.New == "kicked" }

// Arrived reports whether the bot has just become able to speak in the chat.
func (m Member) Arrived() bool {
	return !m.Gone() && (m.Old == "left" || m.Old == "kicked")
}

// Update is one thing that happened, in neutral terms.
type Update struct {
	ID         int64
	Kind       Kind
	Chat       Chat
	Thread     int // forum topic, 0 for none
	From       User
	SenderChat int64 // the chat on whose behalf it was sent, 0 for none
	MessageID  int
	Date       time.Time // of the message, second precision; zero for a pressed button
	EditDate   time.Time // of KindEdited
	Text       string
	Caption    string
	ReplyTo    int   // id of the message replied to, 0 for none
	ReplyToBot int64 // user id of the bot whose message is replied to, 0 for none
	Forwarded  bool
	File       *File
	Extra      string // sticker, location, contact, poll or dice where it is one, else ""
	MediaGroup string // the same for all messages of an album, "" for none
	Callback   *Callback
	Member     *Member
	Joined     []User // of KindJoined

	MigrateTo   int64 // Chat.ID became this
	MigrateFrom int64 // Chat.ID was this before
}

// Words returns the text, or the caption where there is no text.
func (u Update) Words() string {
	if u.Text != "" {
		return u.Text
	}
	return u.Caption
}

// Anonymous reports whether an administrator wrote in the group's own name:
// who it was is not known.
func (u Update) Anonymous() bool { return u.SenderChat != 0 && u.SenderChat == u.Chat.ID }

// Command is a bot command, such as /start@liubao_bot abc.
type Command struct {
	Name string // lower case, without the slash: start
	Args string // what follows, trimmed: abc
	Bot  string // the bot it was addressed to, "" where none was named
}

// Command returns the command that a new message begins with. Whoever handles it
// must compare Command.Bot with the own user name (without regard to case).
func (u Update) Command() (Command, bool) {
	if u.Kind != KindMessage {
		return Command{}, false
	}
	return ParseCommand(u.Text)
}

// ParseCommand reads a command at the beginning of text. A command is a slash
// and 1 to 32 of [A-Za-z0-9_], as Telegram has it.
func ParseCommand(text string) (Command, bool) {
	if !strings.HasPrefix(text, "/") {
		return Command{}, false
	}
	head, args := text[1:], ""
	if i := strings.IndexFunc(head, func(r rune) bool { return r <= ' ' || r == '　' || r == '\u00a0' }); i >= 0 {
		head, args = head[:i], head[i:]
	}
	name, bot, _ := strings.Cut(head, "@")
	if name == "" || len(name) > 32 || strings.ContainsFunc(name, func(r rune) bool { return !commandRune(r) }) {
		return Command{}, false
	}
	return Command{Name: strings.ToLower(name), Args: strings.TrimSpace(args), Bot: bot}, true
}

func commandRune(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

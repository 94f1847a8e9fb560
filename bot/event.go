package bot

import (
	"strings"
	"time"

	"liubao/reports"
)

// Address is where somebody is spoken to; see [reports.Address].
type Address = reports.Address

// Ref names a message of a chat to the channel that made it, which alone knows
// what is in it: an id, or whatever else it needs to act on the message again.
type Ref string

// Kind says what an event is about.
type Kind string

// The kinds of event.
const (
	KindMessage  Kind = "message"  // a new message from a person
	KindEdited   Kind = "edited"   // a person edited a message; MessageID is the edited one
	KindCallback Kind = "callback" // a person pressed a button; Callback is set
	KindMember   Kind = "member"   // the bot's own membership changed; Member is set
	KindJoined   Kind = "joined"   // people were added to a group
	KindMigrated Kind = "migrated" // a group's address changed; MigrateTo or MigrateFrom is set
	KindOther    Kind = "other"    // anything else
)

// ChatKind says who reads what is said in a chat.
type ChatKind string

// The kinds of chat.
const (
	PrivateChat ChatKind = "private" // one person alone
	GroupChat   ChatKind = "group"   // several, who may all speak
	ChannelChat ChatKind = "channel" // many, who only read
)

// Chat is where something happened.
type Chat struct {
	ID    Address
	Kind  ChatKind
	Title string
}

// Private reports whether the chat is with one person alone.
func (c Chat) Private() bool { return c.Kind == PrivateChat }

// Group reports whether several people speak in the chat.
func (c Chat) Group() bool { return c.Kind == GroupChat }

// User is who did something. ID is also where they are spoken to in private.
type User struct {
	ID       Address
	Name     string // as the channel shows it
	Username string // without @, "" for none
}

// File is a photo (its largest size), document, voice or video that came with
// a message.
type File struct {
	ID   string // to download it with
	UID  string // the same for every copy
	Kind string // photo, document, voice, video
	Name string // as sent, "" for none; never use it as a path
	MIME string
	Size int64 // bytes, 0 where unknown
}

// Callback is a pressed button.
type Callback struct {
	ID   string
	Data string
}

// Member is a change of the bot's membership: in a private chat, whether it is
// blocked.
type Member struct {
	Was, Is bool // a member, who can speak in the chat
	By      User
}

// Gone reports whether the bot can no longer speak in the chat.
func (m Member) Gone() bool { return !m.Is }

// Arrived reports whether the bot has just become able to speak in the chat.
func (m Member) Arrived() bool { return m.Is && !m.Was }

// Event is one thing that happened, in neutral terms.
type Event struct {
	Kind       Kind
	Chat       Chat
	Thread     int // topic of the group, 0 for none
	From       User
	Anonymous  bool // an administrator wrote in the group's own name: who it was is not known
	MessageID  Ref
	Date       time.Time // of the message, to the second; zero for a pressed button
	Text       string
	Caption    string
	File       *File
	MediaGroup string // the same for all messages of an album, "" for none
	Callback   *Callback
	Member     *Member
	Joined     []User // of KindJoined

	MigrateTo   Address // Chat.ID became this
	MigrateFrom Address // Chat.ID was this before
}

// Words returns the text, or the caption where there is no text.
func (u Event) Words() string {
	if u.Text != "" {
		return u.Text
	}
	return u.Caption
}

// Command is a command, such as /start@liubao_bot abc.
type Command struct {
	Name string // lower case, without the slash: start
	Args string // what follows, trimmed: abc
	Bot  string // the bot it was addressed to, "" where none was named
}

// Command returns the command that a new message begins with. Whoever handles it
// must compare Command.Bot with the own user name (without regard to case).
func (u Event) Command() (Command, bool) {
	if u.Kind != KindMessage {
		return Command{}, false
	}
	return ParseCommand(u.Text)
}

// ParseCommand reads a command at the beginning of text. A command is a slash
// and 1 to 32 of [A-Za-z0-9_].
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

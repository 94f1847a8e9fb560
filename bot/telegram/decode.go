package telegram

import (
	"encoding/json"
	"strings"
	"time"

	"liubao/bot"
)

// The wire types hold what liubao reads and nothing more: a field that is not
// here cannot make an update undecodable when its shape changes.
type wireUpdate struct {
	ID           *int64        `json:"update_id"`
	Message      *wireMessage  `json:"message"`
	Edited       *wireMessage  `json:"edited_message"`
	Callback     *wireCallback `json:"callback_query"`
	MyChatMember *wireMember   `json:"my_chat_member"`
}

type wireChat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
}

type wireUser struct {
	ID        int64  `json:"id"`
	IsBot     bool   `json:"is_bot"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name"`
	Username  string `json:"username"`
}

type wireFile struct {
	ID   string `json:"file_id"`
	UID  string `json:"file_unique_id"`
	Name string `json:"file_name"`
	MIME string `json:"mime_type"`
	Size int64  `json:"file_size"`
}

type wireMessage struct {
	MessageID       int             `json:"message_id"`
	Thread          int             `json:"message_thread_id"`
	IsTopic         bool            `json:"is_topic_message"`
	From            *wireUser       `json:"from"`
	SenderChat      *wireChat       `json:"sender_chat"`
	Date            int64           `json:"date"`
	Chat            wireChat        `json:"chat"`
	Text            string          `json:"text"`
	Caption         string          `json:"caption"`
	MediaGroup      string          `json:"media_group_id"`
	Photo           []wireFile      `json:"photo"`
	Document        *wireFile       `json:"document"`
	Voice           *wireFile       `json:"voice"`
	Audio           *wireFile       `json:"audio"`
	Video           *wireFile       `json:"video"`
	VideoNote       *wireFile       `json:"video_note"`
	Sticker         json.RawMessage `json:"sticker"`
	Location        json.RawMessage `json:"location"`
	Contact         json.RawMessage `json:"contact"`
	Poll            json.RawMessage `json:"poll"`
	Dice            json.RawMessage `json:"dice"`
	NewChatMembers  []wireUser      `json:"new_chat_members"`
	MigrateToChat   int64           `json:"migrate_to_chat_id"`
	MigrateFromChat int64           `json:"migrate_from_chat_id"`
}

type wireCallback struct {
	ID      string       `json:"id"`
	From    wireUser     `json:"from"`
	Message *wireMessage `json:"message"`
	Data    string       `json:"data"`
}

type wireMember struct {
	Chat wireChat   `json:"chat"`
	From wireUser   `json:"from"`
	Date int64      `json:"date"`
	Old  wireStatus `json:"old_chat_member"`
	New  wireStatus `json:"new_chat_member"`
}

type wireStatus struct {
	Status string `json:"status"`
}

// Decode reads one update. A kind that liubao does not know is KindOther.
func (c *Client) Decode(raw json.RawMessage) (bot.Event, error) { return Decode(raw) }

// Decode reads one update; see [Client.Decode].
func Decode(raw json.RawMessage) (bot.Event, error) {
	var w wireUpdate
	if err := unpack(raw, &w); err != nil {
		return bot.Event{Chat: bot.Chat{ID: chatOf(raw)}}, &bot.Error{Class: bot.Rejected, Text: "decode update: " + err.Error()}
	}
	if w.ID == nil {
		return bot.Event{Chat: bot.Chat{ID: chatOf(raw)}}, &bot.Error{Class: bot.Rejected, Text: "decode update: no update_id"}
	}
	u := bot.Event{Kind: bot.KindOther}
	switch {
	case w.Message != nil:
		w.Message.into(&u)
		u.Kind = w.Message.kind()
	case w.Edited != nil:
		w.Edited.into(&u)
		u.Kind = bot.KindEdited
	case w.Callback != nil:
		w.Callback.into(&u)
	case w.MyChatMember != nil:
		w.MyChatMember.into(&u)
		u.Kind = bot.KindMember
	}
	return u, nil
}

// chatOf returns the chat an update belongs to, reading as little of it as
// possible; "" where there is none or it cannot be read.
func chatOf(raw json.RawMessage) bot.Address {
	type in struct {
		Chat struct {
			ID int64 `json:"id"`
		} `json:"chat"`
	}
	var w struct {
		Message  *in `json:"message"`
		Edited   *in `json:"edited_message"`
		My       *in `json:"my_chat_member"`
		Callback *struct {
			Message *in `json:"message"`
		} `json:"callback_query"`
	}
	if unpack(raw, &w) != nil {
		return ""
	}
	if w.Callback != nil {
		w.Message = w.Callback.Message
	}
	for _, m := range []*in{w.Message, w.Edited, w.My} {
		if m != nil && m.Chat.ID != 0 {
			return At(m.Chat.ID)
		}
	}
	return ""
}

// idOf returns the update's id; ok is false where it has none.
func idOf(raw json.RawMessage) (id int64, ok bool) {
	var w struct {
		ID *int64 `json:"update_id"`
	}
	if unpack(raw, &w) != nil || w.ID == nil {
		return 0, false
	}
	return *w.ID, true
}

func (m *wireMessage) kind() bot.Kind {
	switch {
	case m.MigrateToChat != 0 || m.MigrateFromChat != 0:
		return bot.KindMigrated
	case len(m.NewChatMembers) > 0:
		return bot.KindJoined
	case m.Text != "" || m.Caption != "" || m.file() != nil || m.extra():
		return bot.KindMessage
	}
	return bot.KindOther
}

func (m *wireMessage) into(u *bot.Event) {
	u.Chat = m.Chat.chat()
	u.MessageID = ref(m.MessageID)
	u.Date = unix(m.Date)
	u.Text, u.Caption = m.Text, m.Caption
	u.MediaGroup = m.MediaGroup
	u.File = m.file()
	u.MigrateTo, u.MigrateFrom = At(m.MigrateToChat), At(m.MigrateFromChat)
	if m.IsTopic { // elsewhere the field numbers reply threads, which cannot be sent to
		u.Thread = m.Thread
	}
	if m.From != nil {
		u.From = m.From.user()
	}
	u.Anonymous = m.SenderChat != nil && m.SenderChat.ID == m.Chat.ID
	for _, j := range m.NewChatMembers {
		u.Joined = append(u.Joined, j.user())
	}
}

func (m *wireMessage) file() *bot.File {
	switch {
	case len(m.Photo) > 0:
		big := m.Photo[0]
		for _, p := range m.Photo[1:] {
			if p.Size >= big.Size { // sizes come smallest first
				big = p
			}
		}
		return big.file("photo")
	case m.Document != nil:
		return m.Document.file("document")
	case m.Voice != nil:
		return m.Voice.file("voice")
	case m.Audio != nil:
		return m.Audio.file("document")
	case m.Video != nil:
		return m.Video.file("video")
	case m.VideoNote != nil:
		return m.VideoNote.file("video")
	}
	return nil
}

// extra reports whether it is something besides words and files: a sticker, a place,
// somebody's number, a poll or dice.
func (m *wireMessage) extra() bool {
	return len(m.Sticker)+len(m.Location)+len(m.Contact)+len(m.Poll)+len(m.Dice) > 0
}

func (f wireFile) file(kind string) *bot.File {
	return &bot.File{ID: f.ID, UID: f.UID, Kind: kind, Name: f.Name, MIME: f.MIME, Size: f.Size}
}

func (c *wireCallback) into(u *bot.Event) {
	u.Kind = bot.KindCallback
	u.Callback = &bot.Callback{ID: c.ID, Data: c.Data}
	u.Chat = bot.Chat{ID: At(c.From.ID), Kind: bot.PrivateChat} // a button of an inline message names no chat
	if m := c.Message; m != nil {
		u.Chat = m.Chat.chat()
		u.MessageID = ref(m.MessageID)
		if m.IsTopic {
			u.Thread = m.Thread
		}
	}
	u.From = c.From.user()
}

func (m *wireMember) into(u *bot.Event) {
	u.Chat, u.From, u.Date = m.Chat.chat(), m.From.user(), unix(m.Date)
	u.Member = &bot.Member{Was: m.Old.in(), Is: m.New.in(), By: u.From}
}

// in reports whether whoever has the status can speak: a bot that somebody has
// blocked in private is "kicked".
func (s wireStatus) in() bool { return s.Status != "left" && s.Status != "kicked" }

func (c wireChat) chat() bot.Chat {
	title := c.Title
	if title == "" {
		title = join(c.FirstName, c.LastName)
	}
	return bot.Chat{ID: At(c.ID), Kind: chatKinds[c.Type], Title: title}
}

var chatKinds = map[string]bot.ChatKind{"private": bot.PrivateChat, "group": bot.GroupChat, "supergroup": bot.GroupChat, "channel": bot.ChannelChat}

func (w wireUser) user() bot.User {
	return bot.User{ID: At(w.ID), Name: join(w.FirstName, w.LastName), Username: w.Username}
}

func join(a, b string) string { return strings.TrimSpace(a + " " + b) }

func unix(s int64) time.Time {
	if s <= 0 {
		return time.Time{}
	}
	return time.Unix(s, 0)
}

package sandbox

// The types below have the field names and JSON of the Bot API; only what the
// sandbox produces is here.

// User is a person or bot.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"` // IETF tag, "zh-hans"
}

// Name is the first and last name as shown in a chat.
func (u User) Name() string {
	if u.LastName == "" {
		return u.FirstName
	}
	return u.FirstName + " " + u.LastName
}

// Chat is where messages are. Type is private, group or supergroup.
type Chat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	IsForum   bool   `json:"is_forum,omitempty"`
}

// Entity marks a stretch of text; Offset and Length count UTF-16 units.
type Entity struct {
	Type       string `json:"type"`
	Offset     int    `json:"offset"`
	Length     int    `json:"length"`
	URL        string `json:"url,omitempty"`
	UnixTime   int64  `json:"unix_time,omitempty"`
	TimeFormat string `json:"date_time_format,omitempty"`
}

// Button is one button of an inline keyboard.
type Button struct {
	Text         string    `json:"text"`
	Style        string    `json:"style,omitempty"` // danger, success or primary
	URL          string    `json:"url,omitempty"`
	CallbackData string    `json:"callback_data,omitempty"`
	CopyText     *CopyText `json:"copy_text,omitempty"`
}

// CopyText is the text a button copies, 1 to 256 characters.
type CopyText struct {
	Text string `json:"text"`
}

// Keyboard is an inline keyboard under a message.
type Keyboard struct {
	Rows [][]Button `json:"inline_keyboard"`
}

// PhotoSize is one size of a photo.
type PhotoSize struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	FileSize     int    `json:"file_size,omitempty"`
}

// Document is a file sent as such.
type Document struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileName     string `json:"file_name,omitempty"`
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int    `json:"file_size,omitempty"`
}

// Voice is a voice message.
type Voice struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Duration     int    `json:"duration"` // seconds
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int    `json:"file_size,omitempty"`
}

// Sticker is a picture from a set, here always one that stands still.
type Sticker struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Type         string `json:"type"` // regular
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	IsAnimated   bool   `json:"is_animated"`
	IsVideo      bool   `json:"is_video"`
	Emoji        string `json:"emoji,omitempty"`
	SetName      string `json:"set_name,omitempty"`
	FileSize     int    `json:"file_size,omitempty"`
}

// Location is a point on the map, in degrees.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// TopicCreated is the service message that opens a forum topic.
type TopicCreated struct {
	Name      string `json:"name"`
	IconColor int    `json:"icon_color"`
}

// Message is a message as the bot gets it. Date and EditDate are Unix seconds.
type Message struct {
	MessageID         int            `json:"message_id"`
	ThreadID          int            `json:"message_thread_id,omitempty"`
	From              *User          `json:"from,omitempty"`
	SenderChat        *Chat          `json:"sender_chat,omitempty"`
	Date              int64          `json:"date"`
	Chat              Chat           `json:"chat"`
	IsTopicMessage    bool           `json:"is_topic_message,omitempty"`
	ReplyTo           *Message       `json:"reply_to_message,omitempty"`
	ForwardOrigin     *ForwardOrigin `json:"forward_origin,omitempty"`
	EditDate          int64          `json:"edit_date,omitempty"`
	Protected         bool           `json:"has_protected_content,omitempty"`
	MediaGroupID      string         `json:"media_group_id,omitempty"`
	Text              string         `json:"text,omitempty"`
	Entities          []Entity       `json:"entities,omitempty"`
	Photo             []PhotoSize    `json:"photo,omitempty"`
	Document          *Document      `json:"document,omitempty"`
	Voice             *Voice         `json:"voice,omitempty"`
	Sticker           *Sticker       `json:"sticker,omitempty"`
	Location          *Location      `json:"location,omitempty"`
	Caption           string         `json:"caption,omitempty"`
	CaptionEntities   []Entity       `json:"caption_entities,omitempty"`
	NewChatMembers    []User         `json:"new_chat_members,omitempty"`
	LeftChatMember    *User          `json:"left_chat_member,omitempty"`
	NewChatTitle      string         `json:"new_chat_title,omitempty"`
	GroupCreated      bool           `json:"group_chat_created,omitempty"`
	SupergroupCreated bool           `json:"supergroup_chat_created,omitempty"`
	MigrateTo         int64          `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom       int64          `json:"migrate_from_chat_id,omitempty"`
	PinnedMessage     *Message       `json:"pinned_message,omitempty"`
	TopicCreated      *TopicCreated  `json:"forum_topic_created,omitempty"`
	TopicClosed       *struct{}      `json:"forum_topic_closed,omitempty"`
	TopicReopened     *struct{}      `json:"forum_topic_reopened,omitempty"`
	ReplyMarkup       *Keyboard      `json:"reply_markup,omitempty"`
}

// ForwardOrigin says where a forwarded message came from. Type is user,
// hidden_user, chat or channel.
type ForwardOrigin struct {
	Type       string `json:"type"`
	Date       int64  `json:"date"`
	SenderUser *User  `json:"sender_user,omitempty"`
	SenderName string `json:"sender_user_name,omitempty"` // hidden_user
	SenderChat *Chat  `json:"sender_chat,omitempty"`      // chat: a group that somebody wrote for
	Chat       *Chat  `json:"chat,omitempty"`             // channel
	MessageID  int    `json:"message_id,omitempty"`       // channel
}

// CallbackQuery is a tap on a button with callback_data.
type CallbackQuery struct {
	ID           string   `json:"id"`
	From         User     `json:"from"`
	Message      *Message `json:"message,omitempty"`
	ChatInstance string   `json:"chat_instance"`
	Data         string   `json:"data,omitempty"`
}

// ChatMember is somebody's standing in a chat. Status is creator,
// administrator, member, restricted, left or kicked.
type ChatMember struct {
	Status             string `json:"status"`
	User               User   `json:"user"`
	IsAnonymous        *bool  `json:"is_anonymous,omitempty"`
	CanBeEdited        *bool  `json:"can_be_edited,omitempty"`
	CanManageChat      *bool  `json:"can_manage_chat,omitempty"`
	CanDeleteMessages  *bool  `json:"can_delete_messages,omitempty"`
	CanRestrictMembers *bool  `json:"can_restrict_members,omitempty"`
	CanPromoteMembers  *bool  `json:"can_promote_members,omitempty"`
	CanChangeInfo      *bool  `json:"can_change_info,omitempty"`
	CanInviteUsers     *bool  `json:"can_invite_users,omitempty"`
	CanPinMessages     *bool  `json:"can_pin_messages,omitempty"`
	CanManageTopics    *bool  `json:"can_manage_topics,omitempty"`
	UntilDate          *int64 `json:"until_date,omitempty"`
}

// MemberUpdated tells of a change of somebody's standing.
type MemberUpdated struct {
	Chat Chat       `json:"chat"`
	From User       `json:"from"`
	Date int64      `json:"date"`
	Old  ChatMember `json:"old_chat_member"`
	New  ChatMember `json:"new_chat_member"`
}

// Command is one row of a command menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

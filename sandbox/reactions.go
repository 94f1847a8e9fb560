package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
)

// reactionEmoji are those the API lists for ReactionTypeEmoji.
var reactionEmoji = strings.Fields("❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 " +
	"💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀ 😡")

// maxReactions is how many a bot, or a person without a subscription, sets on
// one message.
const maxReactions = 1

// ReactionType is a reaction; only emoji are served.
type ReactionType struct {
	Type  string `json:"type"` // emoji
	Emoji string `json:"emoji"`
}

// Reaction is an emoji under a message and who set it.
type Reaction struct {
	Emoji string `json:"emoji"`
	User  int64  `json:"user"`
}

func (s *Server) setMessageReaction(c *call) (any, error) {
	var types []ReactionType
	if raw := c.str("reaction"); raw != "" {
		if err := json.Unmarshal([]byte(raw), &types); err != nil {
			return nil, badRequest("Can't parse reaction types JSON object")
		}
	}
	ch, err := s.chatFor(c, toEdit)
	if err != nil {
		return nil, err
	}
	r := ch.find(int(c.int("message_id")))
	if r == nil {
		return nil, badRequest("message to react not found")
	}
	if len(types) > maxReactions {
		return nil, badRequest("REACTIONS_TOO_MANY")
	}
	emoji := ""
	for _, t := range types {
		if t.Type != "emoji" || !slices.Contains(reactionEmoji, t.Emoji) {
			return nil, badRequest("REACTION_INVALID")
		}
		emoji = t.Emoji
	}
	if r.serviceMessage() {
		return nil, badRequest("MESSAGE_ID_INVALID")
	}
	s.react(ch, r, s.bot.ID, emoji)
	return true, nil
}

// react sets somebody's reaction, or takes it away where emoji is empty.
func (s *Server) react(ch *chat, r *record, user int64, emoji string) {
	before := ""
	r.Reactions = slices.Clone(r.Reactions) // views share it
	r.Reactions = slices.DeleteFunc(r.Reactions, func(x Reaction) bool {
		if x.User == user {
			before = x.Emoji
		}
		return x.User == user
	})
	if emoji != "" {
		r.Reactions = append(r.Reactions, Reaction{Emoji: emoji, User: user})
	}
	if before != emoji {
		s.publishMessage(EventReaction, ch, r)
	}
}

// React sets the person's reaction to a message, or takes it away where emoji
// is empty. The bot is not told: it does not ask for message_reaction.
func (p *Person) React(chatID int64, id int, emoji string) error {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := p.visible(chatID, id)
	if err != nil {
		return err
	}
	if emoji != "" && !slices.Contains(reactionEmoji, emoji) {
		return badRequest("REACTION_INVALID")
	}
	s.react(s.st.Chats[chatID], r, p.id, emoji)
	return nil
}

package sandbox

import (
	"encoding/json"
	"regexp"
	"strconv"
)

// maxCommands is the most commands one menu has.
const maxCommands = 100

var commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

// commandScope says whose menu is meant; those that look at a member's standing are
// not served.
type commandScope struct {
	Type   string          `json:"type"`
	ChatID json.RawMessage `json:"chat_id"`
}

// scopeKey names the menu that a scope and language stand for.
func (s *Server) scopeKey(c *call) (string, error) {
	sc := commandScope{Type: "default"}
	if raw := c.str("scope"); raw != "" {
		sc.Type = ""
		if err := json.Unmarshal([]byte(raw), &sc); err != nil {
			return "", badRequest("Can't parse BotCommandScope: %v", err)
		}
	}
	key := sc.Type
	switch sc.Type {
	case "default", "all_private_chats", "all_group_chats":
	case "chat":
		inner := &call{}
		inner.set("chat_id", unquote(sc.ChatID), 0)
		ch, err := s.chatFor(inner, toRead)
		if err != nil {
			return "", err
		}
		key += ":" + strconv.FormatInt(ch.ID, 10)
	default:
		return "", badRequest("Can't parse BotCommandScope: unsupported type specified")
	}
	return key + "/" + c.str("language_code"), nil
}

func unquote(raw json.RawMessage) string {
	var v string
	if json.Unmarshal(raw, &v) == nil {
		return v
	}
	return string(raw)
}

func (s *Server) setMyCommands(c *call) (any, error) {
	var list []Command
	if raw := c.str("commands"); raw != "" {
		if err := json.Unmarshal([]byte(raw), &list); err != nil {
			return nil, badRequest("Can't parse commands: expected an Array of BotCommand")
		}
	}
	if len(list) > maxCommands {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for i, cmd := range list {
		if len(cmd.Command) > 0 && cmd.Command[0] == '/' {
			list[i].Command = cmd.Command[1:]
		}
		if !commandName.MatchString(list[i].Command) {
			return nil, badRequest("BOT_COMMAND_INVALID")
		}
		if n := units(cmd.Description); n < 1 || n > 256 {
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	key, err := s.scopeKey(c)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		delete(s.st.Commands, key)
	} else {
		s.st.Commands[key] = list
	}
	s.publish(Event{Kind: EventCommands})
	return true, nil
}

// Menu is the command menu a person sees in a chat: the narrowest scope that
// has one, in the person's language before the one without a language, as
// described under "Determining list of commands" in the Bot API.
func (s *Server) Menu(chatID, userID int64) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.st.Chats[chatID]
	if ch == nil {
		return nil
	}
	kind := "all_private_chats"
	if !ch.private() {
		kind = "all_group_chats"
	}
	lang := s.userByID(userID).LanguageCode
	if len(lang) > 2 {
		lang = lang[:2]
	}
	for _, scope := range []string{"chat:" + strconv.FormatInt(chatID, 10), kind, "default"} {
		for _, l := range []string{lang, ""} {
			if list := s.st.Commands[scope+"/"+l]; len(list) > 0 {
				return append([]Command(nil), list...)
			}
		}
	}
	return nil
}

package sandbox

import "time"

// call is one request on its way through a method.
type call struct {
	params
	method string
	now    time.Time
	gone   <-chan struct{} // closed when the client goes away
}

// method is served under the server's lock. What waits, as getUpdates does,
// gives it back meanwhile.
type method struct {
	name  string
	serve func(*Server, *call) (any, error)
}

// served are all methods there are, by their names in small letters, since the
// server does not mind the case.
func served() map[string]method {
	out := map[string]method{}
	for name, fn := range byName() {
		out[lower(name)] = method{name: name, serve: fn}
	}
	return out
}

func byName() map[string]func(*Server, *call) (any, error) {
	return map[string]func(*Server, *call) (any, error){
		"getMe":                  (*Server).getMe,
		"setWebhook":             (*Server).setWebhook,
		"deleteWebhook":          (*Server).deleteWebhook,
		"getWebhookInfo":         (*Server).getWebhookInfo,
		"sendMessage":            (*Server).sendMessage,
		"sendDocument":           (*Server).sendDocument,
		"sendPhoto":              (*Server).sendPhoto,
		"sendMediaGroup":         (*Server).sendMediaGroup,
		"editMessageMedia":       (*Server).editMessageMedia,
		"setMessageReaction":     (*Server).setMessageReaction,
		"sendChatAction":         (*Server).sendChatAction,
		"editMessageText":        (*Server).editMessageText,
		"editMessageReplyMarkup": (*Server).editMessageReplyMarkup,
		"deleteMessage":          (*Server).deleteMessage,
		"answerCallbackQuery":    (*Server).answerCallbackQuery,
		"setMyCommands":          (*Server).setMyCommands,
		"getUpdates":             (*Server).getUpdates,
		"getFile":                (*Server).getFile,
		"getChatMember":          (*Server).getChatMember,
		"leaveChat":              (*Server).leaveChat,
		"pinChatMessage":         (*Server).pinChatMessage,
	}
}

func (s *Server) getMe(*call) (any, error) {
	return struct {
		User
		CanJoinGroups  bool `json:"can_join_groups"`
		CanReadAll     bool `json:"can_read_all_group_messages"`
		SupportsInline bool `json:"supports_inline_queries"`
		CanConnect     bool `json:"can_connect_to_business"`
		HasMainWebApp  bool `json:"has_main_web_app"`
	}{User: s.bot, CanJoinGroups: true, CanReadAll: s.noPrivacy}, nil
}

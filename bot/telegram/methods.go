package telegram

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"liubao/bot"
)

// buttonStyles are Telegram's words for how a button stands out.
var buttonStyles = map[bot.ButtonStyle]string{bot.MainButton: "primary", bot.GoodButton: "success", bot.BadButton: "danger"}

// out is a message on its way to Telegram.
type out struct {
	Chat       int64
	Thread     int
	HTML       string // text or caption
	Rows       [][]bot.Button
	ForceReply bool
	Hint       string // shown in the reply box, at most 64 characters
	Protect    bool
	ReplyTo    int // message id, 0 for none; a missing one is no error
	Silent     bool
	File       *upload
}

// upload is a file to be sent.
type upload struct {
	Name string
	Data io.Reader
}

// onlyReader hides what a reader is made of: the library panics on readers
// that are not pointers.
type onlyReader struct{ io.Reader }

func (u *upload) input() models.InputFile {
	return &models.InputFileUpload{Filename: u.Name, Data: &onlyReader{u.Data}}
}

func (o out) markup() models.ReplyMarkup {
	switch {
	case len(o.Rows) > 0:
		return keyboard(o.Rows)
	case o.ForceReply:
		return models.ForceReply{ForceReply: true, Selective: true, InputFieldPlaceholder: clipped(o.Hint, 64)}
	}
	return nil
}

func (o out) reply() *models.ReplyParameters {
	if o.ReplyTo == 0 {
		return nil
	}
	return &models.ReplyParameters{MessageID: o.ReplyTo, AllowSendingWithoutReply: true}
}

// withFile bounds in time a request with a file in it: ten times as long as another.
func (c *Client) withFile(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, 10*c.timeout)
}

// send sends a text message.
func (c *Client) send(ctx context.Context, o out) (bot.Ref, error) {
	off := true
	var made made
	err := c.ask(ctx, "sendMessage", &tg.SendMessageParams{
		ChatID: o.Chat, MessageThreadID: o.Thread, Text: o.HTML, ParseMode: models.ParseModeHTML,
		LinkPreviewOptions:  &models.LinkPreviewOptions{IsDisabled: &off},
		DisableNotification: o.Silent, ProtectContent: o.Protect, ReplyParameters: o.reply(), ReplyMarkup: o.markup(),
	}, &made)
	if err == nil && made.ID == 0 {
		err = c.leave("sendMessage", &bot.Error{Class: bot.InDoubt, Text: "the result names no message"})
	}
	return ref(made.ID), err
}

// made is a message that was made, as far as anything is asked of it.
type made struct {
	ID int `json:"message_id"`
}

// sendDocument sends o.File as a document, at most 50 MB.
func (c *Client) sendDocument(ctx context.Context, o out) (bot.Ref, error) {
	ctx, cancel := c.withFile(ctx)
	defer cancel()
	m, err := c.lib.SendDocument(ctx, &tg.SendDocumentParams{
		ChatID: o.Chat, MessageThreadID: o.Thread, Document: o.File.input(), Caption: o.HTML, ParseMode: models.ParseModeHTML,
		DisableNotification: o.Silent, ProtectContent: o.Protect, ReplyParameters: o.reply(), ReplyMarkup: o.markup(),
	})
	if err != nil {
		return "", c.leave("sendDocument", err)
	}
	return ref(m.ID), nil
}

// sendPhoto sends o.File as a picture, at most 10 MB.
func (c *Client) sendPhoto(ctx context.Context, o out) (bot.Ref, error) {
	ctx, cancel := c.withFile(ctx)
	defer cancel()
	m, err := c.lib.SendPhoto(ctx, &tg.SendPhotoParams{
		ChatID: o.Chat, MessageThreadID: o.Thread, Photo: o.File.input(), Caption: o.HTML, ParseMode: models.ParseModeHTML,
		DisableNotification: o.Silent, ProtectContent: o.Protect, ReplyParameters: o.reply(), ReplyMarkup: o.markup(),
	})
	if err != nil {
		return "", c.leave("sendPhoto", err)
	}
	return ref(m.ID), nil
}

// sendAlbum sends several files as one message to look at.
func (c *Client) sendAlbum(ctx context.Context, o out, files []upload, photos bool) (bot.Ref, error) {
	ctx, cancel := c.withFile(ctx)
	defer cancel()
	p := &tg.SendMediaGroupParams{ChatID: o.Chat, MessageThreadID: o.Thread, DisableNotification: o.Silent, ProtectContent: o.Protect, ReplyParameters: o.reply()}
	for i, f := range files {
		name, html := fmt.Sprintf("attach://f%d", i), ""
		if i == 0 {
			html = o.HTML
		}
		if photos {
			p.Media = append(p.Media, &models.InputMediaPhoto{Media: name, MediaAttachment: &onlyReader{f.Data}, Caption: html, ParseMode: models.ParseModeHTML})
			continue
		}
		p.Media = append(p.Media, &models.InputMediaDocument{Media: name, MediaAttachment: &onlyReader{f.Data}, Caption: html, ParseMode: models.ParseModeHTML})
	}
	all, err := c.lib.SendMediaGroup(ctx, p)
	if err != nil || len(all) == 0 {
		return "", c.leave("sendMediaGroup", err)
	}
	return ref(all[0].ID), nil
}

// react puts an emoji under a message, or takes it back where there is none.
func (c *Client) react(ctx context.Context, chat int64, message int, emoji string) error {
	type reaction struct {
		Type  string `json:"type"`
		Emoji string `json:"emoji"`
	}
	p := struct {
		Chat     int64      `json:"chat_id"`
		Message  int        `json:"message_id"`
		Reaction []reaction `json:"reaction"`
	}{chat, message, []reaction{}}
	if emoji != "" {
		p.Reaction = append(p.Reaction, reaction{"emoji", emoji})
	}
	return c.ask(ctx, "setMessageReaction", p, nil)
}

// pin keeps a message at the head of the chat, without a sound.
func (c *Client) pin(ctx context.Context, chat int64, message int) error {
	return c.ask(ctx, "pinChatMessage", &tg.PinChatMessageParams{ChatID: chat, MessageID: message, DisableNotification: true}, nil)
}

// doing are Telegram's words for what is being made.
var doing = map[bot.Doing]string{bot.Writing: "typing", bot.Uploading: "upload_document", bot.Drawing: "upload_photo"}

// Doing shows for five seconds that something is being made.
func (c *Client) Doing(ctx context.Context, chat bot.Address, thread int, what bot.Doing) error {
	return c.ask(ctx, "sendChatAction", struct {
		Chat   int64  `json:"chat_id"`
		Thread int    `json:"message_thread_id,omitempty"`
		Action string `json:"action"`
	}{ID(chat), thread, doing[what]}, nil)
}

func clipped(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// editText replaces a message's text and buttons. Changing nothing is a success.
func (c *Client) editText(ctx context.Context, message int, o out) error {
	off := true
	return c.ask(ctx, "editMessageText", &tg.EditMessageTextParams{
		ChatID: o.Chat, MessageID: message, Text: o.HTML, ParseMode: models.ParseModeHTML,
		LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: &off}, ReplyMarkup: out{Rows: o.Rows}.markup(),
	}, nil)
}

// editPhoto replaces a picture message's picture, caption and buttons.
func (c *Client) editPhoto(ctx context.Context, message int, o out) error {
	ctx, cancel := c.withFile(ctx)
	defer cancel()
	media := &models.InputMediaPhoto{Media: "attach://photo", MediaAttachment: &onlyReader{o.File.Data}, Caption: o.HTML, ParseMode: models.ParseModeHTML}
	_, err := c.lib.EditMessageMedia(ctx, &tg.EditMessageMediaParams{
		ChatID: o.Chat, MessageID: message, Media: media, ReplyMarkup: out{Rows: o.Rows}.markup(),
	})
	return c.leave("editMessageMedia", err)
}

// editMarkup takes a message's buttons away.
func (c *Client) editMarkup(ctx context.Context, chat int64, message int) error {
	return c.ask(ctx, "editMessageReplyMarkup", &tg.EditMessageReplyMarkupParams{ChatID: chat, MessageID: message}, nil)
}

// delete deletes a message. Telegram allows that for 48 hours.
func (c *Client) delete(ctx context.Context, chat int64, message int) error {
	return c.ask(ctx, "deleteMessage", &tg.DeleteMessageParams{ChatID: chat, MessageID: message}, nil)
}

func (c *Client) answerCallback(ctx context.Context, id, text string, alert bool) error {
	return c.ask(ctx, "answerCallbackQuery", &tg.AnswerCallbackQueryParams{CallbackQueryID: id, Text: text, ShowAlert: alert}, nil)
}

// Leave leaves a group.
func (c *Client) Leave(ctx context.Context, chat bot.Address) error {
	return c.ask(ctx, "leaveChat", &tg.LeaveChatParams{ChatID: ID(chat)}, nil)
}

// CommandInfo is a command as Telegram's menu shows it.
type CommandInfo struct {
	Name string // without the slash
	Text string // 1 to 256 characters
}

// Scope says who sees a list of commands: all private chats, all groups, or
// one chat. The zero Scope is everybody.
type Scope struct {
	AllPrivate bool
	AllGroups  bool
	Chat       bot.Address
}

// SetCommands registers the commands that a scope's menu shows.
func (c *Client) SetCommands(ctx context.Context, scope Scope, cmds []CommandInfo) error {
	p := struct {
		Commands []models.BotCommand `json:"commands"`
		Scope    *wireScope          `json:"scope,omitempty"`
	}{Commands: []models.BotCommand{}} // null is refused
	for _, x := range cmds {
		p.Commands = append(p.Commands, models.BotCommand{Command: x.Name, Description: x.Text})
	}
	switch {
	case scope.Chat != "":
		p.Scope = &wireScope{Type: "chat", Chat: ID(scope.Chat)}
	case scope.AllPrivate:
		p.Scope = &wireScope{Type: "all_private_chats"}
	case scope.AllGroups:
		p.Scope = &wireScope{Type: "all_group_chats"}
	}
	return c.ask(ctx, "setMyCommands", p, nil)
}

// wireScope is a scope as the Bot API has it; the library writes the type of its
// own only into forms.
type wireScope struct {
	Type string `json:"type"`
	Chat int64  `json:"chat_id,omitempty"`
}

// Me asks the server who the bot is.
func (c *Client) Me(ctx context.Context) (bot.User, error) {
	var me wireUser
	if err := c.ask(ctx, "getMe", struct{}{}, &me); err != nil {
		return bot.User{}, err
	}
	if me.ID == 0 {
		return bot.User{}, c.leave("getMe", &bot.Error{Class: bot.InDoubt, Text: "the result names no bot"})
	}
	c.name.Store(&me.Username)
	return me.user(), nil
}

// Mine reports whether a command is addressed to this bot: to nobody, or to
// the user name that the last [Client.Me] returned.
func (c *Client) Mine(cmd bot.Command) bool {
	name := c.name.Load()
	return cmd.Bot == "" || name != nil && strings.EqualFold(cmd.Bot, *name)
}

const methodUpdates = "getUpdates"

// allowedUpdates are the kinds that are asked for.
var allowedUpdates = []string{"message", "edited_message", "callback_query", "my_chat_member"}

// Updates asks for up to limit (1 to 100) updates from the offset on, waiting up
// to timeout (whole seconds) for the first. Asking with an offset tells the
// server to forget every earlier update: pass one only after the earlier ones
// are on disk. The updates come undecoded, so that one that cannot be
// understood does not hold up the others.
func (c *Client) Updates(ctx context.Context, offset int64, limit int, timeout time.Duration) ([]json.RawMessage, error) {
	res, err := c.call(ctx, timeout+c.timeout, methodUpdates, struct {
		Offset  int64    `json:"offset,omitempty"`
		Limit   int      `json:"limit,omitempty"`
		Timeout int      `json:"timeout,omitempty"`
		Allowed []string `json:"allowed_updates"`
	}{offset, limit, int(timeout / time.Second), allowedUpdates})
	if err != nil {
		return nil, c.leave(methodUpdates, err)
	}
	var out []json.RawMessage
	if err := unpack(res, &out); err != nil {
		return nil, c.leave(methodUpdates, &bot.Error{Class: bot.InDoubt, Text: "the result is not a list of updates"})
	}
	return out, nil
}

// SetWebhook asks Telegram to post updates to url with the secret in a header,
// one at a time: more at once would reorder a chat's updates.
func (c *Client) SetWebhook(ctx context.Context, url, secret string) error {
	return c.ask(ctx, "setWebhook", &tg.SetWebhookParams{URL: url, SecretToken: secret, MaxConnections: 1, AllowedUpdates: allowedUpdates}, nil)
}

// DeleteWebhook makes polling possible again; waiting updates are kept.
func (c *Client) DeleteWebhook(ctx context.Context) error {
	return c.ask(ctx, "deleteWebhook", struct{}{}, nil)
}

package telegram

import (
	"context"
	"time"

	"liubao/bot"
)

// WebhookInfo is what Telegram knows of the webhook.
type WebhookInfo struct {
	URL     string    // "" where updates are polled for
	Pending int       // updates that wait
	Error   string    // the last failed delivery's, "" for none
	ErrorAt time.Time // zero for none
}

// WebhookInfo asks where updates are posted.
func (c *Client) WebhookInfo(ctx context.Context) (WebhookInfo, error) {
	var in struct {
		URL     string `json:"url"`
		Pending int    `json:"pending_update_count"`
		Error   string `json:"last_error_message"`
		ErrorAt int64  `json:"last_error_date"`
	}
	if err := c.ask(ctx, "getWebhookInfo", struct{}{}, &in); err != nil {
		return WebhookInfo{}, err
	}
	out := WebhookInfo{URL: in.URL, Pending: in.Pending, Error: c.secrets.text(in.Error)}
	if in.ErrorAt != 0 {
		out.ErrorAt = time.Unix(in.ErrorAt, 0)
	}
	return out, nil
}

// Rights are what a member may do in a group, as far as the Bot API tells.
// Status is Telegram's: creator, administrator, member, restricted, left, kicked.
type Rights struct {
	Status  string
	MaySend bool
}

// Rights asks what a user may do in a chat. A chat that the bot is not in is
// an error of class Unreachable.
func (c *Client) Rights(ctx context.Context, chat, user bot.Address) (Rights, error) {
	var in struct {
		Status  string `json:"status"`
		CanSend bool   `json:"can_send_messages"` // of restricted members
	}
	params := struct {
		Chat int64 `json:"chat_id"`
		User int64 `json:"user_id"`
	}{ID(chat), ID(user)}
	if err := c.ask(ctx, "getChatMember", params, &in); err != nil {
		return Rights{}, err
	}
	out := Rights{Status: in.Status}
	switch in.Status {
	case "creator", "administrator", "member":
		out.MaySend = true
	case "restricted":
		out.MaySend = in.CanSend
	}
	return out, nil
}

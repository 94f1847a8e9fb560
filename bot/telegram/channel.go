package telegram

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"liubao/bot"
)

// Name is the channel's, in addresses.
const Name = "tg"

// At returns the address of a chat or a user, by Telegram's number; 0 is nowhere.
func At(id int64) bot.Address {
	if id == 0 {
		return ""
	}
	return bot.Address(Name + ":" + strconv.FormatInt(id, 10))
}

// ID returns Telegram's number of an address; 0 for one of another channel.
func ID(a bot.Address) int64 {
	if a.Channel() != Name {
		return 0
	}
	n, err := strconv.ParseInt(a.ID(), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func ref(message int) bot.Ref {
	if message == 0 {
		return ""
	}
	return bot.Ref(strconv.Itoa(message))
}

func messageID(r bot.Ref) int {
	n, err := strconv.Atoi(string(r))
	if err != nil {
		return 0
	}
	return n
}

// Link returns what opens the private chat with a bot, handing it a word; see
// https://core.telegram.org/bots/features#deep-linking.
func Link(bot, word string) string { return "https://t.me/" + bot + "?start=" + word }

// Link is [Link] to the bot that the last [Client.Me] returned.
func (c *Client) Link(word string) string {
	if name := c.name.Load(); name != nil {
		return Link(*name, word)
	}
	return word
}

// Capabilities says what can be sent to a chat. Groups have negative numbers.
func (c *Client) Capabilities(chat bot.Address) bot.Capabilities {
	return bot.Capabilities{Text: maxText, Caption: maxCaption, Units: Units, Styled: maxEntities, Data: maxData, Buttons: maxButtons, Group: ID(chat) < 0, React: true, Pin: true}
}

// Limits are the rates of the Bots FAQ.
func (c *Client) Limits() bot.Limits { return Limits }

// cursorFor is how long no update must have come before polls no longer name an
// offset: ids restart after a week without updates, and should they restart
// below it, naming it would throw the new ones away. Everything before the offset
// has long been forgotten by then.
const cursorFor = 24 * time.Hour

// Receive asks for up to limit (1 to 100) updates, waiting up to a time (whole
// seconds) for the first. A cursor is the id to ask from and when it was given
// out. The updates come undecoded, so that one that cannot be understood does
// not hold up the others.
func (c *Client) Receive(ctx context.Context, cursor string, limit int, wait time.Duration) (in []bot.Inbound, next string, err error) {
	raws, err := c.Updates(ctx, c.offset(cursor), limit, wait)
	if err != nil || len(raws) == 0 {
		return nil, cursor, err
	}
	next = cursor
	for _, raw := range raws {
		id, ok := idOf(raw)
		in = append(in, bot.Inbound{Raw: raw, Number: id, Known: ok})
		if ok {
			next = fmt.Sprintf("%d@%d", id+1, c.now().Unix())
		}
	}
	return in, next, nil
}

// offset reads a cursor; 0 where it is too old to be named.
func (c *Client) offset(cursor string) int64 {
	id, at, _ := strings.Cut(cursor, "@")
	offset, err1 := strconv.ParseInt(id, 10, 64)
	sec, err2 := strconv.ParseInt(at, 10, 64)
	if err1 != nil || err2 != nil || c.now().Sub(time.Unix(sec, 0)) > cursorFor {
		return 0
	}
	return offset
}

// Deliver carries a message out.
func (c *Client) Deliver(ctx context.Context, d bot.Delivery) (bot.Ref, error) {
	o := out{Chat: ID(d.Chat), Thread: d.Thread, HTML: HTML(d.Text), Rows: d.Rows, ForceReply: d.ForceReply,
		Hint: d.Hint, ReplyTo: messageID(d.Reply), Silent: d.Silent, Protect: d.Protect}
	if d.Data != nil {
		o.File = &upload{Name: d.File.Name, Data: d.Data}
	}
	target := messageID(d.Target)
	switch d.Kind {
	case bot.Send:
		return c.send(ctx, o)
	case bot.Document:
		return c.sendDocument(ctx, o)
	case bot.Photo:
		return c.sendPhoto(ctx, o)
	case bot.Edit:
		if o.File != nil {
			return d.Target, c.editPhoto(ctx, target, o)
		}
		return d.Target, c.editText(ctx, target, o)
	case bot.Strip:
		return d.Target, c.editMarkup(ctx, o.Chat, target)
	case bot.Delete:
		return d.Target, c.delete(ctx, o.Chat, target)
	case bot.Album:
		var files []upload
		for i, r := range d.All {
			files = append(files, upload{Name: d.Files[i].Name, Data: r})
		}
		return c.sendAlbum(ctx, o, files, d.Photos)
	case bot.React:
		return d.Target, c.react(ctx, o.Chat, target, d.Text.String())
	case bot.Pin:
		return d.Target, c.pin(ctx, o.Chat, target)
	case bot.Leave:
		return "", c.Leave(ctx, d.Chat)
	}
	return "", &bot.Error{Class: bot.Rejected, Text: fmt.Sprintf("unknown kind %q", d.Kind)}
}

// Answer answers a pressed button, with text of at most 200 characters; an empty
// text only ends its waiting state.
func (c *Client) Answer(ctx context.Context, press string, a bot.Answer) error {
	return c.answerCallback(ctx, press, clipped(a.Text, 200), a.Alert)
}

var _ bot.Channel = (*Client)(nil)

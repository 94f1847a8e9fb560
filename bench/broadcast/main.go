// Broadcast measures how close a message to everybody comes to what Telegram's
// limits allow, and how long an answer takes meanwhile. The sandbox counts as
// strictly as Telegram does.
//
//	go run ./bench/broadcast -chats 1000
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"liubao/bench/town"
	"liubao/bot"
	"liubao/bot/spine"
	"liubao/bot/telegram"
	"liubao/reports"
	"liubao/sandbox"
	"liubao/storage"
	"liubao/storage/bolt"
)

func main() {
	chats := flag.Int("chats", 1000, "chats the message goes to")
	town.Main("broadcast", func(ctx context.Context, out io.Writer) error { return measure(ctx, *chats, out) })
}

// perSecond is Telegram's limit over all chats.
const perSecond = 30

func measure(ctx context.Context, chats int, out io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "liubao-broadcast-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	t, err := town.New(town.Options{Dir: dir, Units: 20, Limits: &sandbox.RealLimits})
	if err != nil {
		return err
	}
	defer func() { _ = t.Close() }()
	engine, err := bolt.Open(t.Data, bolt.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	readers, err := move(ctx, t, engine, chats)
	if err != nil {
		return err
	}
	s, end, err := t.Inside(ctx, engine, bot.Limits{})
	if err != nil {
		return err
	}
	defer end()
	s.Start()
	for t.Server.Pending() > 0 || s.Stats().Outbox > 0 { // everybody who pressed Start is welcomed first
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(2 * time.Second)
	for n, chat := range readers {
		if err := s.Update(ctx, func(tx storage.Tx) error {
			return bot.Enqueue(tx, bot.Message{Kind: bot.Send, Chat: telegram.At(chat), Bulk: true, Text: reports.T(fmt.Sprintf("通知 %d", n)), At: time.Now()})
		}); err != nil {
			return err
		}
	}
	live, stop := context.WithCancel(ctx)
	var waits []time.Duration
	asked := make(chan error, 1)
	go func() {
		var err error
		waits, err = t.Ask(live, time.Second)
		asked <- err
	}()
	for s.Stats().Outbox > 0 {
		time.Sleep(5 * time.Millisecond)
	}
	stop()
	if err := <-asked; err != nil {
		return err
	}
	return tell(out, t, s.Stats(), chats, waits)
}

// move makes people who are told things, and lets the bot write to them.
func move(ctx context.Context, t *town.Town, engine storage.Engine, chats int) (ids []int64, err error) {
	for n := range chats {
		id := int64(800001 + n)
		p := t.Server.AddUser(sandbox.User{ID: id, FirstName: fmt.Sprintf("读者%d", n)})
		if _, err := p.Start(""); err != nil {
			return nil, err
		}
		if err := engine.Update(ctx, func(tx storage.Tx) error {
			return storage.SavePerson(tx, reports.Person{ID: fmt.Sprintf("r%d", n), Name: "读者", Roles: []reports.Role{reports.Inspector}, Chat: telegram.At(id), Since: time.Now()})
		}); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func tell(out io.Writer, t *town.Town, stats spine.Stats, chats int, waits []time.Duration) error {
	var first, last time.Time
	told, others := 0, 0
	for _, m := range t.Said() {
		if strings.HasPrefix(m.Text, "通知 ") {
			if told++; told == 1 {
				first = m.At
			}
			last = m.At
		}
	}
	for _, m := range t.Said() {
		if !strings.HasPrefix(m.Text, "通知 ") && m.At.After(first) && m.At.Before(last) {
			others++
		}
	}
	if told != chats || len(waits) == 0 {
		return fmt.Errorf("%d of %d were told, %d answers", told, chats, len(waits))
	}
	took := last.Sub(first).Seconds()
	least := float64(told+others-1) / perSecond
	slices.Sort(waits)
	_, err := fmt.Fprintf(out, "%d chats and %d answers in %.2f s, %.1f%% over the %.2f s that 30 messages/s allow; 429: %d; answers: %d, p50 %d ms, p99 %d ms\n",
		told, others, took, 100*(took/least-1), least, stats.Floods, len(waits), waits[len(waits)/2].Milliseconds(), waits[len(waits)*99/100].Milliseconds())
	return err
}

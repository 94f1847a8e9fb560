package service

import (
	"context"
	"errors"
	"strings"
	"time"

	"liubao/bot"
	"liubao/bot/telegram"
	"liubao/reports"
	"liubao/storage"
)

// menuTime bounds the setting of one menu, so that a slow server holds up the
// other menus little, and nothing else at all.
const menuTime = 5 * time.Second

// menuRow remembers which commands a chat's menu shows.
type menuRow struct {
	V    int       `json:"v"`
	Menu string    `json:"menu"`
	At   time.Time `json:"at"`
}

// menuJob gives every chat the commands of its people's roles, where they
// changed, for as long as ctx lasts.
func (s *Service) menuJob(ctx context.Context) error {
	for {
		err := s.setMenus(ctx)
		if ctx.Err() != nil {
			return nil //nolint:nilerr // the end, not a failure
		}
		if s.failing.note(menus, err, s.clock.Now()); err != nil {
			s.log.Warn("command menus could not be set and are tried again", "err", err)
		}
		if !s.sleep(ctx, "menus", s.tick) {
			return nil
		}
	}
}

// setMenus sets what changed. One that fails holds nobody else up.
func (s *Service) setMenus(ctx context.Context) error {
	wanted := map[bot.Address][]telegram.CommandInfo{}
	have := map[bot.Address]string{}
	if err := s.engine.View(ctx, func(r storage.Reader) error {
		clear(wanted)
		people, err := storage.AllPeople(r)
		if err != nil {
			return err
		}
		groups, err := storage.Groups(r)
		if err != nil {
			return err
		}
		for _, p := range people {
			if p.Chat != "" && p.Unreachable.IsZero() {
				if wanted[p.Chat], err = s.menuFor(r, p); err != nil {
					return err
				}
			}
		}
		for _, g := range groups {
			if wanted[g.Chat], err = s.menuFor(r, reports.Person{}); err != nil {
				return err
			}
		}
		for chat := range wanted {
			row, _, err := storage.GetSound[menuRow](r, storage.MenuKey(chat))
			if err != nil {
				return err
			}
			have[chat] = row.Menu
		}
		return nil
	}); err != nil {
		return err
	}
	var errs []error
	for chat, menu := range wanted {
		if text := menuText(menu); text != have[chat] {
			errs = append(errs, s.setMenu(ctx, chat, menu, text))
		}
		if ctx.Err() != nil {
			break
		}
	}
	return errors.Join(errs...)
}

func (s *Service) menuFor(r storage.Reader, p reports.Person) ([]telegram.CommandInfo, error) {
	menu, err := s.Desk.MenuFor(r, p)
	out := make([]telegram.CommandInfo, 0, len(menu))
	for _, m := range menu {
		out = append(out, telegram.CommandInfo{Name: m.Name, Text: m.About})
	}
	return out, err
}

func menuText(menu []telegram.CommandInfo) string {
	var b strings.Builder
	for _, m := range menu {
		b.WriteString(m.Name + " " + m.Text + "\n")
	}
	return b.String()
}

// setMenu sets one, and remembers it. A chat that cannot be reached has none.
func (s *Service) setMenu(ctx context.Context, chat bot.Address, menu []telegram.CommandInfo, text string) error {
	call, cancel := context.WithTimeout(ctx, menuTime)
	defer cancel()
	err := s.client.SetCommands(call, telegram.Scope{Chat: chat}, menu)
	if class := bot.ClassOf(err); err != nil && class != bot.Unreachable && class != bot.Rejected {
		return err
	}
	return s.engine.Update(ctx, func(tx storage.Tx) error {
		return storage.Put(tx, storage.MenuKey(chat), menuRow{V: 1, Menu: text, At: s.clock.Now()})
	})
}

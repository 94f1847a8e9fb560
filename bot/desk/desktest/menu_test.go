package desktest

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/bot/desk"
	"liubao/bot/desk/rules"
	"liubao/bot/desk/staff"
	"liubao/bot/telegram"
	"liubao/reports"
	"liubao/storage"
)

// Nobody is offered more than eight commands, whatever is switched on; the rest is on
// one card, and each command has a word of its own that does the same.
func TestMenuOfEight(t *testing.T) {
	onStage(t, func(s *stage) {
		cast := everyRole(s)
		s.replay("办公室主任> /help")
		cast["两顶帽子"] = s.person("两顶帽子", "dangqun", reports.Director, reports.Contact, reports.Assessor)
		s.write(func(tx storage.Tx) error {
			for _, x := range s.svc.Desk.Switches {
				if err := rules.SetSwitch(tx, x.Name, true, "p01", s.clock.Now()); err != nil {
					return err
				}
			}
			return nil
		})
		for _, name := range slices.Sorted(maps.Keys(cast)) {
			p := cast[name]
			if p.ID == "" || !p.Left.IsZero() {
				continue
			}
			require.NoError(t, s.engine.View(s.ctx(), func(r storage.Reader) error {
				menu, err := s.svc.Desk.MenuFor(r, p)
				assert.LessOrEqual(t, len(menu), desk.MenuSize, name)
				return err
			}))
			who := s.cast[name]
			s.replay(name + "> /more")
			all := s.sandbox.Messages(who.ID(), 0)
			card, on := all[len(all)-1], map[string]bool{}
			if card.ReplyMarkup != nil {
				for _, b := range slices.Concat(card.ReplyMarkup.Rows...) {
					on[b.Text] = true
				}
			}
			for _, c := range commands() {
				if c.Private && !c.Hidden {
					assert.Equal(t, staff.Can(p, c.Act), on[c.Word], "%s %s", name, c.Word)
				}
			}
		}
	})
}

// Each command's word is its own, and is understood as the command is.
func TestWordsOfCommands(t *testing.T) {
	seen := map[string]string{}
	for _, c := range commands() {
		if !c.Private || c.Hidden {
			continue
		}
		assert.NotEmpty(t, c.Word, "/%s has no word", c.Name)
		assert.Empty(t, seen[c.Word], "%s is /%s and /%s", c.Word, c.Name, seen[c.Word])
		seen[c.Word] = c.Name
	}
	onStage(t, func(s *stage) {
		cast := busy(s)
		who, p := s.cast["办公室主任"], cast["办公室主任"]
		for _, c := range commands() {
			if !c.Private || c.Hidden || !staff.Can(p, c.Act) || c.Name == "nag" || c.Name == "report" { // said again they say something else
				continue
			}
			said := func(words string) []string {
				heard := len(s.hears(telegram.At(who.ID())))
				_, err := who.Send(who.ID(), words)
				require.NoError(t, err)
				s.settle()
				return s.hears(telegram.At(who.ID()))[heard:]
			}
			want := said("/" + c.Name)
			assert.NotEmpty(t, want, c.Name)
			assert.Len(t, said(c.Word), len(want), "%s and /%s", c.Word, c.Name)
			assert.Len(t, said("/"+c.Word), len(want), "/%s and /%s", c.Word, c.Name)
		}
	})
}

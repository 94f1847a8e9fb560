package desktest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/plan"
	"liubao/reports"
	"liubao/storage"
)

// A report of which a tier of many people was told can still be handed in.
func TestReportOfWhichManyWereTold(t *testing.T) {
	onStage(t, func(s *stage) {
		s.signOff["progress"] = "none"
		s.person("主任", "", reports.Director)
		s.person("经发甲", "jingfa", reports.Contact)
		for i := range 80 {
			s.person(fmt.Sprintf("组长%d", i), "", reports.Leader)
		}
		s.drop()
		s.replay("@ 2026-12-21 10:01\n主任> [处理 保产业链供应链 12月1日至15日]\n主任> [延期]\n主任> [12月22日（周二）]\n主任> 设备检修。\n@ 2026-12-29 18:00")
		require.Empty(t, s.deadLetters())
		s.submit("经发甲", "a5@2026-12-15")
		s.replay("@ 2026-12-29 18:30")
		require.Empty(t, s.deadLetters())
	})
}

// A message of whose reports nothing is left (the duty's days were changed) is not made empty.
func TestToldOfNothing(t *testing.T) {
	onStage(t, func(s *stage) {
		s.person("主任", "", reports.Director)
		boss := s.person("组长", "", reports.Leader)
		s.drop()
		s.replay("@ 2026-12-21 10:01\n主任> /status")
		now := s.clock.Now()
		s.write(func(tx storage.Tx) error {
			row := map[string]any{"v": 1, "person": boss.ID, "slot": "up-x", "to": "leader", "from": now.Add(-time.Hour),
				"keys": []reports.Key{{Period: "2026-12-13", Duty: "progress", Subject: "a1"}}}
			if err := storage.Put(tx, storage.RowTold.Key("2026-12-13", boss.ID, "up-x"), row); err != nil {
				return err
			}
			if err := storage.Put(tx, storage.SlotKey(boss.Chat, "up-x"), map[string]any{"v": 1, "ids": []int{5}}); err != nil {
				return err
			}
			return storage.Put(tx, storage.TimerKey(now, "told", "2026-12-13"),
				map[string]any{"v": 1, "at": now, "what": "told", "arg": "2026-12-13"})
		})
		d := s.svc.Desk
		s.halt()
		_, err := d.Reconcile(context.Background(), s.engine, now)
		require.NoError(t, err)
		_, err = d.Reconcile(context.Background(), s.engine, now)
		require.NoError(t, err)
		require.NoError(t, s.engine.View(context.Background(), func(r storage.Reader) error {
			return storage.Each(r, storage.RowOutbox.Prefix(), "", 0, func(k string, v map[string]any) error {
				t.Errorf("%s %v", k, v)
				return nil
			})
		}))
	})
}

// nagged returns how often somebody was reminded.
func (s *stage) nagged(name string) int {
	n := 0
	for _, m := range s.sandbox.Messages(s.cast[name].ID(), 0) {
		if strings.Contains(m.Text, "有材料要报") {
			n++
		}
	}
	return n
}

func TestNagOfALargeUnit(t *testing.T) {
	for name, c := range map[string]struct {
		people int
		press  string
	}{
		"alone":       {10, "主任> /nag 经发招商局\n@ 2026-12-11 10:06"},
		"with others": {12, "主任> [催全部未报]\n@ 2026-12-11 10:02\n主任> [催全部未报]\n@ 2026-12-11 10:04\n主任> [催全部未报]\n@ 2026-12-11 10:06"},
	} {
		t.Run(name, func(t *testing.T) {
			onStage(t, func(s *stage) {
				s.person("主任", "", reports.Director)
				if name != "alone" {
					s.person("党群甲", "dangqun", reports.Contact)
				}
				for i := range c.people {
					s.person(fmt.Sprintf("经发%d", i), "jingfa", reports.Contact)
				}
				s.drop()
				s.replay("@ 2026-12-11 10:00\n主任> /status\n" + c.press)
				require.Empty(t, s.deadLetters())
				for i := range c.people {
					require.Equal(t, 2, s.nagged(fmt.Sprintf("经发%d", i)), i)
				}
			})
		})
	}
}

func TestNagGetsToEverybody(t *testing.T) {
	onStage(t, func(s *stage) {
		s.person("主任", "", reports.Director)
		for i := range 17 {
			s.person(fmt.Sprintf("党群%d", i), "dangqun", reports.Contact)
		}
		s.person("经发甲", "jingfa", reports.Contact)
		s.drop()
		require.NoError(t, s.engine.Update(context.Background(), func(tx storage.Tx) error {
			all, err := storage.PeopleOfUnit(tx, "dangqun")
			require.NoError(t, err)
			for _, p := range all {
				if err := storage.Put(tx, storage.RowSentCount.Key("2026-12-15", p.ID), 99); err != nil {
					return err
				}
			}
			return nil
		}))
		s.replay("@ 2026-12-11 10:00\n主任> /status\n主任> [催全部未报]\n@ 2026-12-11 10:02\n主任> [催全部未报]\n@ 2026-12-11 10:04\n主任> [催全部未报]\n@ 2026-12-11 10:06")
		require.Empty(t, s.deadLetters())
		require.Equal(t, 2, s.nagged("经发甲"), "of 12-10, and by hand")
	})
}

// An area with as many tasks as a plan may give it still has a card that a chat takes.
func TestAreaWithMostTasks(t *testing.T) {
	onStage(t, func(s *stage) {
		text := string(s.plan.Text())
		for n := range 77 { // three stand there
			text += fmt.Sprintf("\n[[tasks]]\nnumber = %d\narea = \"a6\"\ntitle = \"第%d项\"\npoints = [\"摸清底数\", \"逐项落实\"]\nunits = [\"caizheng\"]\n", 100+n, n)
		}
		p, err := plan.Load("many.toml", []byte(text))
		require.NoError(t, err)
		p.Starts, s.plan = s.plan.Starts, p
		s.setup("person 主任 - 办公室主任\nperson 李明 财政局 联络员")
		s.boot()
		require.Contains(t, s.replay("李明> /report\n"), "[○ 任务176]")
		require.Contains(t, s.replay("李明> [○ 任务176]\n"), "任务176 第76项")
		_, err = plan.Load("more.toml", []byte(text+"\n[[tasks]]\nnumber = 999\narea = \"a6\"\ntitle = \"多一项\"\npoints = [\"摸清底数\", \"逐项落实\"]\nunits = [\"caizheng\"]\n"))
		require.ErrorContains(t, err, "more than 80 tasks")
	})
}

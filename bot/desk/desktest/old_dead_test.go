package desktest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/bot"
	"liubao/storage"
)

// A bot that runs throws old dead letters away by itself, and keeps the fresh ones.
func TestOldDeadLettersGo(t *testing.T) {
	onStage(t, func(s *stage) {
		s.person("主任", "jingfa")
		s.write(func(tx storage.Tx) error {
			for _, x := range []bot.DeadRow{{Source: "in", Reason: "old", At: s.clock.Now().AddDate(0, -4, 0)}, {Source: "in", Reason: "fresh", At: s.clock.Now()}} {
				if err := bot.Bury(tx, x); err != nil {
					return err
				}
			}
			return nil
		})
		s.boot()
		s.advanceTo(s.clock.Now().Add(time.Minute), func() {})
		require.Contains(t, s.deadLetters(), "fresh")
		require.NotContains(t, s.deadLetters(), "old")
	})
}

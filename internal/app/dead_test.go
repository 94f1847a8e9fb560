package app

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"liubao/sandbox"
)

// TestDeadLetters: messages that Telegram refuses become dead letters, and the operator
// lists, shows, retries and drops them, beside a running bot and without one.
func TestDeadLetters(t *testing.T) {
	s := serve(t, "", "--start-at=2026-12-10T09:30:00+08:00")
	dead := func(args ...string) (int, string, string) {
		return runWith(t, "", append([]string{"dead"}, append(args, "--config", s.config)...)...)
	}
	list := func() (numbers []string, out string) {
		code, out, errs := dead("list")
		require.Equal(t, ExitOK, code, errs)
		for _, m := range regexp.MustCompile(`(?m)^\s*(\d+)\s+2026-12-10`).FindAllStringSubmatch(out, -1) {
			numbers = append(numbers, m[1])
		}
		return numbers, out
	}
	heard := func(p *sandbox.Person) (n int) {
		for _, m := range s.tg.Messages(p.ID(), 0) {
			if m.FromBot {
				n++
			}
		}
		return n
	}
	refused := func(names ...string) (people []*sandbox.Person, numbers []string) {
		clear := s.tg.Inject(sandbox.Fault{Kind: sandbox.FaultStatus, Status: http.StatusBadRequest, Methods: []string{"sendMessage"}})
		defer clear()
		for i, name := range names {
			p := s.tg.AddUser(sandbox.User{FirstName: name})
			_, err := p.Start("")
			require.NoError(t, err)
			require.Eventually(t, func() bool { numbers, _ = list(); return len(numbers) == i+1 }, 20*time.Second, 20*time.Millisecond)
			people = append(people, p)
		}
		return people, numbers
	}
	_, out := list()
	assert.Contains(t, out, textNoDead)

	people, numbers := refused("路人甲", "路人乙")
	_, out = list()
	assert.Equal(t, 2, strings.Count(out, textDeadOut), out)
	for _, args := range [][]string{{"show", "999"}, {"retry", "999"}, {"drop", "999"}} {
		code, _, errs := dead(args...)
		assert.Equal(t, ExitFailed, code)
		assert.Contains(t, errs, "there is no dead letter 999", args)
	}
	both := func(why string) {
		code, out, errs := dead("show", numbers[0])
		require.Equal(t, ExitOK, code, errs)
		assert.Regexp(t, `(?s)Bad Request.*\n\n.*\p{Han}`, out, "the words of the message, %s", why)
		code, out, errs = dead("retry", numbers[0])
		require.Equal(t, ExitOK, code, errs)
		assert.Contains(t, out, fmt.Sprintf("Dead letter %s goes on where it came from.", numbers[0]))
		code, out, errs = dead("drop", numbers[1])
		require.Equal(t, ExitOK, code, errs)
		assert.Contains(t, out, fmt.Sprintf("Dead letter %s is thrown away.", numbers[1]))
		_, out = list()
		assert.Contains(t, out, textNoDead, why)
	}
	both("beside a running bot")
	require.Eventually(t, func() bool { return heard(people[0]) == 1 }, 20*time.Second, 20*time.Millisecond)
	assert.Zero(t, heard(people[1]))

	people, numbers = refused("路人丙", "路人丁")
	require.Equal(t, ExitOK, s.stop())
	both("without one")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan int, 1)
	go func() {
		done <- Main(ctx, systemWith(s.tg.Token(), s.out, s.log, "serve", "--config", s.config, "--start-at=2026-12-10T10:30:00+08:00"))
	}()
	assert.Eventually(t, func() bool { return heard(people[0]) == 1 }, 20*time.Second, 20*time.Millisecond, "a bot takes it up when it starts")
	assert.Zero(t, heard(people[1]))
	cancel()
	require.Equal(t, ExitOK, <-done)
}

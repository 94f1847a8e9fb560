package app

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"liubao/internal/app/config"
	"liubao/plan"
)

// The questions of init, and what it says.
const (
	textInitToken   = "1/4 The bot's token, as @BotFather wrote it (Enter: later): "
	textInitStarts  = "2/4 From which day reports are owed (Enter: %s): "
	textInitProxy   = "3/4 Proxy to reach Telegram by, such as socks5://127.0.0.1:1080; mainland China needs one (Enter: none): "
	textInitBackup  = "4/4 Folder for daily backups, better on another disk (Enter: backups): "
	textInitAgain   = "  %s\n"
	textInitBadTok  = "this is no token: digits, a colon and at least 30 characters; copy the line once more"
	textInitWrote   = "Written: %s\n"
	textInitToken2  = "Put the token into %s later (mode 0600); until then nothing is sent.\n"
	textInitNext    = "Next: liubao check, then liubao serve. The link for the office director will stand in %s.\n"
	textInitNoInput = "the answers ended before all was asked; nothing was written"
)

// initCmd asks what a first configuration needs, and writes it.
type initCmd struct {
	Dir string `type:"path" default:"." placeholder:"DIR" help:"Folder to write to. Left out: this one."`
}

// answers are what init writes down.
type answers struct{ token, starts, proxy, backup string }

// Run asks, checks each answer the way serve would, and writes config.toml and
// the token's file, both for their owner alone. What is there is never touched.
func (c *initCmd) Run(sys System) error {
	name := filepath.Join(c.Dir, lying)
	if _, err := os.Lstat(name); err == nil {
		return fmt.Errorf("%s is there already; edit it, or name another folder with --dir", name)
	}
	a, err := ask(sys)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return fmt.Errorf("init: %w", err)
	}
	token := filepath.Join(c.Dir, "token")
	if a.token != "" {
		if err := writeNew(token, []byte(a.token+"\n")); err != nil {
			return err
		}
		sys.printf(textInitWrote, token)
	}
	if err := writeNew(name, []byte(a.config())); err != nil {
		return err
	}
	sys.printf(textInitWrote, name)
	if a.token == "" {
		sys.printf(textInitToken2, token)
	}
	sys.printf(textInitNext, filepath.Join(c.Dir, "data", "claim.txt"))
	return nil
}

// ask puts the questions, each until its answer can be meant.
func ask(sys System) (a answers, err error) {
	in := bufio.NewScanner(sys.Stdin)
	p, err := plan.Default()
	if err != nil {
		return a, err
	}
	today := plan.DateOf(sys.Now().In(p.Location())).String() // the units' day, not this machine's
	for _, q := range []struct {
		format string
		into   *string
		deflt  string
		wrong  func(string) error
	}{
		{textInitToken, &a.token, "", noToken},
		{textInitStarts, &a.starts, today, func(s string) error { return wouldRefuse(answers{starts: s}) }},
		{textInitProxy, &a.proxy, "", func(s string) error { return wouldRefuse(answers{starts: today, proxy: s}) }},
		{textInitBackup, &a.backup, "backups", func(s string) error { return wouldRefuse(answers{starts: today, backup: s}) }},
	} {
		for {
			if strings.Contains(q.format, "%s") {
				sys.printf(q.format, q.deflt)
			} else {
				sys.printf(q.format)
			}
			if !in.Scan() {
				fmt.Fprintln(sys.Stdout)
				return a, errors.Join(errors.New(textInitNoInput), in.Err())
			}
			if *q.into = strings.TrimSpace(in.Text()); *q.into == "" {
				*q.into = q.deflt
			}
			problem := q.wrong(*q.into)
			if problem == nil {
				break
			}
			sys.printf(textInitAgain, problem)
		}
	}
	return a, nil
}

func noToken(s string) error {
	if s != "" && !config.IsToken(s) {
		return errors.New(textInitBadTok)
	}
	return nil
}

// wouldRefuse returns what serve would say of a configuration.
func wouldRefuse(a answers) error {
	_, err := config.Parse(lying, []byte(a.config()))
	if ps, ok := errors.AsType[config.Problems](err); ok {
		return errors.New(ps[0].Text)
	}
	return err
}

// config returns the answers as a file; every other key has its default.
func (a answers) config() string {
	literal := func(s string) string { // in single quotes nothing but a quote means anything else
		if !strings.ContainsAny(s, "'\n") {
			return "'" + s + "'"
		}
		return fmt.Sprintf("%q", s)
	}
	return "# Every key has a default; config.example.toml explains them all.\n" +
		"[telegram]\ntoken_file = \"token\"\nproxy = " + literal(a.proxy) +
		"\n\n[plan]\n# Nothing before this day is owed.\nstarts = " + literal(a.starts) +
		"\n\n[data]\nfile = \"data/liubao.db\"\n\n[backup]\ndir = " + literal(a.backup) + "\n"
}

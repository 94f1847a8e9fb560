package alarm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"time"

	"liubao/internal/app/config"
)

// longest is how long the command or the request may take.
const longest = 20 * time.Second

// Send tells the operator by each means that the configuration has: the command gets
// its arguments as they are written, without a shell.
func Send(ctx context.Context, c config.Alarm, a Alarm) error {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	var failed []error // one way that fails is no reason to leave out the other
	if len(c.Command) > 0 {
		failed = append(failed, run(ctx, c.Command, body))
	}
	if c.URL != "" {
		failed = append(failed, post(ctx, c.URL, body))
	}
	return errors.Join(failed...)
}

func run(ctx context.Context, command []string, body []byte) error {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...) //nolint:gosec // the operator's own, as a list without a shell
	cmd.Stdin = bytes.NewReader(append(body, '\n'))
	cmd.WaitDelay = time.Second
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("alarm.command: %w", err)
	}
	return nil
}

func post(ctx context.Context, to string, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("alarm.url: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("alarm.url: the request failed: %w", withoutURL(err))
	}
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusMultipleChoices {
		return fmt.Errorf("alarm.url: the server answers %s", resp.Status)
	}
	return nil
}

// withoutURL leaves out the address, which may hold a key.
func withoutURL(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

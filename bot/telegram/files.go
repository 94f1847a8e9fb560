package telegram

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	tg "github.com/go-telegram/bot"

	"liubao/bot"
)

// MaxDownload is the largest file the Bot API hands out, in bytes.
const MaxDownload = 20 << 20

// Download returns a file's bytes, at most limit of them (MaxDownload where 0);
// a longer file is Rejected.
func (c *Client) Download(ctx context.Context, fileID string, limit int64) ([]byte, error) {
	if limit <= 0 {
		limit = MaxDownload
	}
	ctx, cancel := c.withFile(ctx)
	defer cancel()
	var f struct {
		Size int64  `json:"file_size"`
		Path string `json:"file_path"`
	}
	if err := c.ask(ctx, "getFile", &tg.GetFileParams{FileID: fileID}, &f); err != nil {
		return nil, err
	}
	if f.Size > limit {
		return nil, c.leave("getFile", tooLong(limit))
	}
	if filepath.IsAbs(f.Path) {
		b, err := c.onDisk(f.Path, limit)
		return b, c.leave("file", err)
	}
	path, err := escapePath(f.Path)
	if err != nil {
		return nil, c.leave("getFile", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/file/bot"+c.token+"/"+path, nil)
	if err != nil {
		return nil, c.leave("file", &bot.Error{Class: bot.Rejected, Text: err.Error()})
	}
	b, err := c.fetch(req, limit)
	return b, c.leave("file", err)
}

// onDisk reads a file that a server started with --local keeps on this machine. It
// reads nothing outside of the folder that the operator named, wherever links lead.
func (c *Client) onDisk(path string, limit int64) ([]byte, error) {
	rel, err := filepath.Rel(c.local, path)
	if c.local == "" || err != nil || !filepath.IsLocal(rel) {
		return nil, &bot.Error{Class: bot.Rejected, Text: "the server was started with --local and names a file outside of telegram.local_files"}
	}
	root, err := os.OpenRoot(c.local)
	if err != nil {
		return nil, &bot.Error{Class: bot.Temporary, Text: "telegram.local_files cannot be opened: " + err.Error()}
	}
	defer func() { _ = root.Close() }()
	file, err := root.Open(rel)
	if err != nil {
		return nil, &bot.Error{Class: bot.Gone, Text: "the file is not in telegram.local_files"}
	}
	defer func() { _ = file.Close() }()
	b, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, &bot.Error{Class: bot.Temporary, Text: "the file broke off"}
	}
	if int64(len(b)) > limit {
		return nil, tooLong(limit)
	}
	return b, nil
}

func (c *Client) fetch(req *http.Request, limit int64) ([]byte, error) {
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, &bot.Error{Class: bot.Temporary, Text: transportText(err), Cause: contextCause(err)}
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		class := bot.Temporary
		if resp.StatusCode >= 400 && resp.StatusCode < 500 && resp.StatusCode != http.StatusTooManyRequests {
			class = bot.Gone // the link has expired or the file is no longer there
		}
		return nil, &bot.Error{Class: class, Code: resp.StatusCode, Text: "the file was not handed out"}
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return nil, &bot.Error{Class: bot.Temporary, Text: "the file broke off: " + transportText(err), Cause: contextCause(err)}
	}
	if int64(len(b)) > limit {
		return nil, tooLong(limit)
	}
	return b, nil
}

func tooLong(limit int64) error {
	return &bot.Error{Class: bot.Rejected, Text: fmt.Sprintf("the file is longer than %d bytes", limit)}
}

// escapePath keeps a server from sending the request elsewhere.
func escapePath(p string) (string, error) {
	if p == "" || strings.HasPrefix(p, "/") || strings.Contains(p, "..") {
		return "", &bot.Error{Class: bot.Rejected, Text: "the server names no usable path for the file"}
	}
	parts := strings.Split(p, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(parts, "/"), nil
}

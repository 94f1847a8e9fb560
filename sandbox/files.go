package sandbox

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"image"
	_ "image/gif" // the formats Telegram takes as photos
	"image/jpeg"
	_ "image/png"
	"mime"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/image/draw"
)

// Sizes in bytes. A bot downloads at most 20 MB; a photo is at most 10 MB.
const (
	maxDownload = 20 << 20
	maxPhoto    = 10 << 20
	linkExpiry  = time.Hour // a file_path works at least this long, here no longer
	previewSide = 320
	stickerSide = 512
)

// file is one file somebody sent.
type file struct {
	ID     string    `json:"id"`
	Unique string    `json:"unique"`
	Name   string    `json:"name"`
	Mime   string    `json:"mime"`
	Path   string    `json:"path"`
	Data   []byte    `json:"data"`
	Width  int       `json:"width,omitempty"`
	Height int       `json:"height,omitempty"`
	Linked time.Time `json:"linked,omitzero"` // last getFile
}

// store keeps a file. Equal bytes have one unique id, every sending has an id
// of its own, as on the real server.
func (s *Server) store(kind, name, mimeType string, data []byte) *file {
	sum := sha256.Sum256(data)
	s.st.NextID++
	salt := fmt.Sprintf("%s %d %d", kind, s.bot.ID, s.st.NextID)
	prefix := map[string]string{"documents": "BQACAgUAAxk", "photos": "AgACAgUAAxk", "voice": "AwACAgUAAxk", "stickers": "CAACAgUAAxk"}[kind]
	idSum := sha256.Sum256(append([]byte(salt), sum[:]...))
	if mimeType == "" || mimeType == "application/octet-stream" {
		if t, _, err := mime.ParseMediaType(mime.TypeByExtension(path.Ext(name))); err == nil {
			mimeType = t
		}
	}
	f := &file{
		ID:     prefix + base64.RawURLEncoding.EncodeToString(idSum[:]) + base64.RawURLEncoding.EncodeToString([]byte(salt)),
		Unique: "AgAD" + base64.RawURLEncoding.EncodeToString(sum[:9]),
		Name:   name, Mime: mimeType, Data: data,
		Path: fmt.Sprintf("%s/file_%d%s", kind, s.st.NextID, path.Ext(name)),
	}
	s.st.Files[f.ID] = f
	return f
}

func (f *file) document() *Document {
	return &Document{FileID: f.ID, FileUniqueID: f.Unique, FileName: f.Name, MimeType: f.Mime, FileSize: len(f.Data)}
}

func (f *file) voice(seconds int) *Voice {
	return &Voice{FileID: f.ID, FileUniqueID: f.Unique, Duration: seconds, MimeType: f.Mime, FileSize: len(f.Data)}
}

func (f *file) sticker(emoji string) *Sticker {
	return &Sticker{FileID: f.ID, FileUniqueID: f.Unique, Type: "regular", Width: stickerSide, Height: stickerSide, Emoji: emoji, FileSize: len(f.Data)}
}

func (f *file) size() PhotoSize {
	return PhotoSize{FileID: f.ID, FileUniqueID: f.Unique, Width: f.Width, Height: f.Height, FileSize: len(f.Data)}
}

// storePhoto checks a picture and keeps it with a preview, smallest first.
func (s *Server) storePhoto(data []byte) ([]PhotoSize, error) {
	if len(data) > maxPhoto {
		return nil, badRequest("file of size %d bytes is too big for a photo; the maximum size is %d bytes", len(data), maxPhoto)
	}
	cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, badRequest("IMAGE_PROCESS_FAILED")
	}
	w, h := cfg.Width, cfg.Height
	if w+h > 10000 || max(w, h) > 20*min(w, h) {
		return nil, badRequest("PHOTO_INVALID_DIMENSIONS")
	}
	full := s.store("photos", "photo.jpg", "image/jpeg", data)
	full.Width, full.Height = w, h
	if max(w, h) <= previewSide {
		return []PhotoSize{full.size()}, nil
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, badRequest("IMAGE_PROCESS_FAILED")
	}
	small := image.NewRGBA(image.Rect(0, 0, max(1, w*previewSide/max(w, h)), max(1, h*previewSide/max(w, h))))
	draw.ApproxBiLinear.Scale(small, small.Bounds(), img, img.Bounds(), draw.Src, nil)
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, small, nil); err != nil {
		return nil, badRequest("IMAGE_PROCESS_FAILED")
	}
	preview := s.store("photos", "photo.jpg", "image/jpeg", buf.Bytes())
	preview.Width, preview.Height = small.Rect.Dx(), small.Rect.Dy()
	return []PhotoSize{preview.size(), full.size()}, nil
}

// given is the file a parameter carries: uploaded, attached or known by id.
func (s *Server) given(c *call, name string) (up *upload, known *file, err error) {
	key := name
	if ref, ok := strings.CutPrefix(c.str(name), "attach://"); ok {
		key = ref
	}
	if u, ok := c.files[key]; ok {
		if len(u.data) == 0 {
			return nil, nil, badRequest("file must be non-empty")
		}
		if len(u.data) > s.maxUpload() {
			return nil, nil, &apiError{Code: http.StatusRequestEntityTooLarge, Description: "Request Entity Too Large"}
		}
		return &u, nil, nil
	}
	id := c.str(name)
	if id == "" {
		return nil, nil, badRequest("there is no %s in the request", name)
	}
	if f := s.st.Files[id]; f != nil {
		return nil, f, nil
	}
	if name, ok := strings.CutPrefix(id, "file://"); ok && s.local != "" {
		data, err := os.ReadFile(filepath.FromSlash(name))
		if err != nil {
			return nil, nil, badRequest("wrong file identifier/HTTP URL specified")
		}
		return &upload{name: filepath.Base(name), data: data}, nil, nil
	}
	if strings.HasPrefix(id, "http://") || strings.HasPrefix(id, "https://") {
		return nil, nil, badRequest("failed to get HTTP URL content") // there is no network here
	}
	return nil, nil, badRequest("wrong remote file identifier specified: Wrong string length")
}

func (s *Server) getFile(c *call) (any, error) {
	id := c.str("file_id")
	if id == "" {
		return nil, badRequest("file_id not specified")
	}
	f := s.st.Files[id]
	if f == nil {
		return nil, badRequest("invalid file_id")
	}
	where := f.Path
	if s.local != "" {
		var err error
		if where, err = s.writeLocal(f); err != nil {
			return nil, err
		}
	} else if len(f.Data) > maxDownload {
		return nil, badRequest("file is too big")
	}
	f.Linked = c.now
	return struct {
		ID     string `json:"file_id"`
		Unique string `json:"file_unique_id"`
		Size   int    `json:"file_size"`
		Path   string `json:"file_path"`
	}{f.ID, f.Unique, len(f.Data), where}, nil
}

// writeLocal keeps a file where a server run with --local keeps it, and gives
// its absolute path.
func (s *Server) writeLocal(f *file) (string, error) {
	name, err := filepath.Abs(filepath.Join(s.local, s.token, filepath.FromSlash(f.Path)))
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return "", err
	}
	return name, os.WriteFile(name, f.Data, 0o600)
}

// serveFile serves a path that getFile gave within the last hour.
func (s *Server) serveFile(r *http.Request, rest string) reply {
	token, p, _ := strings.Cut(rest, "/")
	if s.local != "" {
		return errorReply(&apiError{Code: http.StatusNotFound, Description: "Not Found"})
	}
	if token != s.token {
		return errorReply(&apiError{Code: http.StatusUnauthorized, Description: "Unauthorized"})
	}
	fault := s.takeFault("download")
	if a, hit := fault.before(s, r); hit {
		return a
	}
	data, ok := s.linked(p)
	if a, hit := fault.after(s, r); hit {
		return a
	}
	if !ok {
		return errorReply(&apiError{Code: http.StatusNotFound, Description: "Not Found"})
	}
	return reply{status: http.StatusOK, contentType: "application/octet-stream", body: data}
}

func (s *Server) linked(p string) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.st.Files {
		if f.Path == p {
			return f.Data, !f.Linked.IsZero() && s.clock.Now().Sub(f.Linked) <= linkExpiry
		}
	}
	return nil, false
}

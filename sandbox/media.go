package sandbox

import (
	"encoding/json"
	"fmt"
	"strings"
)

func (s *Server) sendDocument(c *call) (any, error) { return s.sendMedia(c, "document") }
func (s *Server) sendPhoto(c *call) (any, error)    { return s.sendMedia(c, "photo") }

func (s *Server) sendMedia(c *call, kind string) (any, error) {
	m, err := s.media(c, kind)
	if err != nil {
		return nil, err
	}
	d, err := s.draft(c)
	if err != nil {
		return nil, err
	}
	return s.deliver(c, d, m)
}

// media reads a file and its caption; kind names the parameter.
func (s *Server) media(c *call, kind string) (Message, error) {
	up, known, err := s.given(c, kind)
	if err != nil {
		return Message{}, err
	}
	text, es, err := s.formatted(c, "caption")
	if err != nil {
		return Message{}, err
	}
	if longer(text, maxCaption) {
		return Message{}, badRequest("Message caption is too long")
	}
	m := Message{Caption: text, CaptionEntities: es}
	if kind == "photo" {
		m.Photo, err = s.photo(up, known)
	} else {
		m.Document, err = s.document(up, known)
	}
	return m, err
}

func (s *Server) document(up *upload, known *file) (*Document, error) {
	if up != nil {
		known = s.store("documents", up.name, up.mime, up.data)
	}
	if strings.HasPrefix(known.Path, "photos/") {
		return nil, badRequest("can't use file of type Photo as Document")
	}
	return known.document(), nil
}

func (s *Server) photo(up *upload, known *file) ([]PhotoSize, error) {
	if up != nil {
		return s.storePhoto(up.data)
	}
	if !strings.HasPrefix(known.Path, "photos/") {
		return nil, badRequest("can't use file of type Document as Photo")
	}
	return []PhotoSize{known.size()}, nil
}

// inputMedia is one item of an album, or what a message's file becomes.
type inputMedia struct {
	Type      string `json:"type"`
	Media     string `json:"media"`
	Caption   string `json:"caption"`
	ParseMode string `json:"parse_mode"`
}

// item reads an InputMedia as the parameters of the method that sends one.
func (s *Server) item(c *call, in inputMedia) (Message, error) {
	if in.Type != "photo" && in.Type != "document" {
		return Message{}, badRequest("Can't parse InputMedia: unsupported type \"%s\"", in.Type)
	}
	one := *c
	one.params = params{files: c.files, list: []param{
		{name: in.Type, value: in.Media}, {name: "caption", value: in.Caption},
		{name: "parse_mode", value: in.ParseMode},
	}}
	return s.media(&one, in.Type)
}

// Albums have between two and ten items.
const (
	minAlbum = 2
	maxAlbum = 10
)

func (s *Server) sendMediaGroup(c *call) (any, error) {
	var items []inputMedia
	if err := json.Unmarshal([]byte(c.str("media")), &items); err != nil {
		return nil, badRequest("Can't parse media JSON object")
	}
	if len(items) < minAlbum || len(items) > maxAlbum {
		return nil, badRequest("Wrong number of items in the album specified; there must be from %d to %d items", minAlbum, maxAlbum)
	}
	d, err := s.draft(c)
	if err != nil {
		return nil, err
	}
	messages := make([]Message, 0, len(items))
	for _, in := range items {
		if in.Type != items[0].Type {
			return nil, badRequest("Can't use the media of the specified type in the album")
		}
		m, err := s.item(c, in)
		if err != nil {
			return nil, err
		}
		if err := s.mayPut(d.chat, &m); err != nil {
			return nil, err
		}
		messages = append(messages, m)
	}
	if err := s.allow(d.chat, len(items), c.now); err != nil {
		return nil, err
	}
	s.st.NextID++
	album := fmt.Sprint(s.st.NextID)
	for i := range messages {
		messages[i].MediaGroupID = album
		messages[i] = *s.put(d, messages[i])
	}
	return messages, nil
}

// editMessageMedia replaces a file and its caption; a text message cannot
// become one with a file here.
func (s *Server) editMessageMedia(c *call) (any, error) {
	var in inputMedia
	if err := json.Unmarshal([]byte(c.str("media")), &in); err != nil {
		return nil, badRequest("Can't parse InputMedia: %v", err)
	}
	return s.edit(c, func(r *record, m *Message) error {
		if r.Photo == nil && r.Document == nil {
			return badRequest("There is no media in the message to edit")
		}
		fresh, err := s.item(c, in)
		if err != nil {
			return err
		}
		m.Photo, m.Document = fresh.Photo, fresh.Document
		m.Caption, m.CaptionEntities = fresh.Caption, fresh.CaptionEntities
		return nil
	})
}

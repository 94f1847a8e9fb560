package sandbox

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func picture(t *testing.T, w, h int) []byte {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, png.Encode(&buf, image.NewGray(image.Rect(0, 0, w, h))))
	return buf.Bytes()
}

type filePath struct {
	Path string `json:"file_path"`
	Size int    `json:"file_size"`
}

func TestFilesBothWays(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	_, err := p.SendDocument(p.ID(), "签字.docx", []byte("字节"), "说明 @liubao_bot")
	require.NoError(t, err)
	msg := b.updates()[0].Message
	require.Equal(t, "签字.docx", msg.Document.FileName)
	require.Equal(t, 6, msg.Document.FileSize)
	require.Equal(t, "mention", msg.CaptionEntities[0].Type)

	var f filePath
	b.ok("getFile", m{"file_id": msg.Document.FileID}, &f)
	link := "/file/bot" + b.s.Token() + "/" + f.Path
	require.Equal(t, "字节", b.get(link).Body.String())
	b.clock.advance(time.Hour + time.Second)
	require.Equal(t, 404, b.get(link).Code, "a link works for an hour")
	b.ok("getFile", m{"file_id": msg.Document.FileID}, nil)
	require.Equal(t, 200, b.get(link).Code)

	var again Message
	b.ok("sendDocument", m{"chat_id": p.ID(), "document": msg.Document.FileID, "caption": "<i>转</i>", "parse_mode": "HTML"}, &again)
	require.Equal(t, msg.Document.FileUniqueID, again.Document.FileUniqueID)
	require.Equal(t, "italic", again.CaptionEntities[0].Type)
	b.fails("sendPhoto", m{"chat_id": p.ID(), "photo": msg.Document.FileID}, 400, "Bad Request: can't use file of type Document as Photo")
	b.fails("sendDocument", m{"chat_id": p.ID(), "document": msg.Document.FileID, "caption": string(bytes.Repeat([]byte("a"), 1025))}, 400, "Bad Request: message caption is too long")
}

func TestPhotos(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	fields := map[string]string{"chat_id": itoa(p.ID()), "caption": "卡片"}
	for _, c := range []struct {
		data []byte
		want string
	}{
		{[]byte("no picture"), "Bad Request: IMAGE_PROCESS_FAILED"},
		{picture(t, 9000, 1001), "Bad Request: PHOTO_INVALID_DIMENSIONS"},
		{picture(t, 210, 10), "Bad Request: PHOTO_INVALID_DIMENSIONS"},
		{nil, "Bad Request: file must be non-empty"},
		{make([]byte, maxPhoto+1), "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes"},
	} {
		require.Equal(t, c.want, b.upload("sendPhoto", fields, "photo", "x.png", c.data).Description)
	}
	var msg Message
	a := b.upload("sendPhoto", fields, "photo", "x.png", picture(t, 640, 400))
	require.NoError(t, json.Unmarshal(a.Result, &msg))
	require.Equal(t, []int{320, 640}, []int{msg.Photo[0].Width, msg.Photo[1].Width}, "smallest first")
	require.Equal(t, "卡片", msg.Caption)
	_, err := p.SendPhoto(p.ID(), picture(t, 30, 20), "")
	require.NoError(t, err)
	theirs := b.updates()[0].Message.Photo
	require.Len(t, theirs, 1)
	b.ok("sendPhoto", m{"chat_id": p.ID(), "photo": theirs[0].FileID}, nil)
	b.fails("sendDocument", m{"chat_id": p.ID(), "document": theirs[0].FileID}, 400, "Bad Request: can't use file of type Photo as Document")
}

func TestSizes(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	_, err := p.SendDocument(p.ID(), "big.zip", make([]byte, maxDownload+1), "")
	require.NoError(t, err)
	id := b.updates()[0].Message.Document.FileID
	b.fails("getFile", m{"file_id": id}, 400, "Bad Request: file is too big")
	fields := map[string]string{"chat_id": itoa(p.ID())}
	require.True(t, b.upload("sendDocument", fields, "document", "x", make([]byte, maxUpload)).OK)
	got := b.upload("sendDocument", fields, "document", "x", make([]byte, maxUpload+1))
	require.Equal(t, 413, got.Code)
	require.Equal(t, "Request Entity Too Large", got.Description)
}

func TestAlbumsAndMediaEdits(t *testing.T) {
	b := newBot(t, Options{Limits: &NoLimits})
	p := b.started("王")
	fields := map[string]string{"chat_id": itoa(p.ID()), "media": `[{"type":"document","media":"attach://f","caption":"一"},{"type":"document","media":"attach://f"}]`}
	var album []Message
	a := b.upload("sendMediaGroup", fields, "f", "a.txt", []byte("x"))
	require.NoError(t, json.Unmarshal(a.Result, &album), a.Description)
	require.Len(t, album, 2)
	require.Equal(t, album[0].MediaGroupID, album[1].MediaGroupID)
	require.Equal(t, album[0].MessageID+1, album[1].MessageID)
	require.Equal(t, "一", album[0].Caption)
	one := m{"type": "document", "media": album[0].Document.FileID}
	b.fails("sendMediaGroup", m{"chat_id": p.ID(), "media": []m{one}}, 400, "Bad Request: wrong number of items in the album specified; there must be from 2 to 10 items")
	b.fails("sendMediaGroup", m{"chat_id": p.ID(), "media": []m{one, {"type": "photo", "media": "x"}}}, 400, "Bad Request: can't use the media of the specified type in the album")

	var edited Message
	fields = map[string]string{"chat_id": itoa(p.ID()), "message_id": itoa(int64(album[0].MessageID)),
		"media": `{"type":"photo","media":"attach://card","caption":"<b>二</b>","parse_mode":"HTML"}`}
	a = b.upload("editMessageMedia", fields, "card", "c.png", picture(t, 40, 30))
	require.NoError(t, json.Unmarshal(a.Result, &edited), a.Description)
	require.Nil(t, edited.Document)
	require.Equal(t, 40, edited.Photo[0].Width)
	require.Equal(t, "bold", edited.CaptionEntities[0].Type)
	b.fails("editMessageMedia", m{"chat_id": p.ID(), "message_id": b.send(p.ID(), "词").MessageID, "media": one}, 400, "Bad Request: there is no media in the message to edit")
	require.Empty(t, b.s.Findings())
}

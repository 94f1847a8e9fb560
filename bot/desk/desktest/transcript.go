package desktest

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"liubao/internal/transcript"
	"liubao/sandbox"
)

// Transcripts replays every testdata/*.txtar against the whole bot: what
// people type and tap goes in, everything the bot says to anybody comes out, and
// the whole text is compared. The process ends and starts anew before every
// line. Rewrite with -update, and read what changed.
//
// The file's comment tells the story. Its "setup" section says who is there
// (see stage.setup), its "chat" section is the conversation:
//
//	@ 2026-12-10 09:30        time passes until then; what the bot says of itself
//	                          meanwhile stands below its minute: "· 12-10 09:30"
//	甲> words                 甲 writes to the bot; 甲> [label] presses the newest
//	                          button of that name ("…" at its end for any ending),
//	                          甲> [label]旧 the first one ever shown
//	甲> line⏎line            words of several lines
//	甲> (link 2)              甲 opens the second deep link that was shown
//	甲> <照片 现场.jpg|说明>     甲 sends a photo (文件: a document) with a caption;
//	                          a document of testdata/files goes with its bytes;
//	                          <照片 现场.jpg>@册 is one of an album
//	甲~ old => new            甲 edits the newest own message that has these words
//	甲#专班群> words           甲 writes (or presses) in a group; #专班群/话题 in a topic
//	甲?#专班群> words          the same as an anonymous administrator
//	* what happens            anything else: see stage.happens
//	# words                   a remark
//
// The bot's lines: "bot<" to whoever acted, "bot→乙<" to another person,
// "bot#专班群<" to a group; "~" edits, "!" a notice over the chat ("!!" with an
// OK), "-" buttons taken away, "×" deleted.
func Transcripts(t *testing.T) {
	t.Helper()
	transcript.Run(t, func(t *testing.T, play func(transcript.Stage)) {
		onStage(t, func(s *stage) { play(transcript.Stage{Setup: s.setup, Replay: s.replay}) })
	})
}

var (
	stageTime = "2006-01-02 15:04"
	speech    = regexp.MustCompile(`^([^\s>~#?<*]+?)(\?)?(?:#([^\s/>]+)(?:/([^\s>]+))?)?(>>|[>~]) (.+)$`)
)

// replay plays the input lines of a conversation and returns it as it went.
func (s *stage) replay(text string) string {
	var out strings.Builder
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if at, ok := strings.CutPrefix(line, "@ "); ok {
			out.WriteString("\n" + line + "\n")
			s.reboot()
			s.until(at, &out)
			continue
		}
		if strings.HasPrefix(line, "# ") {
			out.WriteString("\n" + line + "\n")
			continue
		}
		m := speech.FindStringSubmatch(line)
		what, directive := strings.CutPrefix(line, "* ")
		if !directive && (m == nil || m[1] == "bot" || strings.HasPrefix(m[1], "bot→")) {
			continue // what the bot said when the transcript was written
		}
		out.WriteString("\n" + line + "\n")
		s.reboot()
		actor := int64(0)
		if directive {
			for _, l := range s.happens(what) {
				out.WriteString(l + "\n")
			}
		} else {
			require.Contains(s.t, s.cast, m[1], line)
			actor = s.cast[m[1]].ID()
			if m[5] != ">>" { // sent at once after what was said before
				s.clock.Advance(10 * time.Second)
			}
			s.act(m)
		}
		s.settle()
		for _, l := range s.events(actor) {
			out.WriteString(l + "\n")
		}
	}
	return strings.TrimLeft(out.String(), "\n")
}

// until lets time pass and writes what the bot says meanwhile.
func (s *stage) until(at string, out *strings.Builder) {
	t, err := time.ParseInLocation(stageTime, at, s.loc)
	require.NoError(s.t, err)
	require.False(s.t, t.Before(s.clock.Now()), "time only passes: %s", at)
	stamp := ""
	s.advanceTo(t, func() {
		for _, l := range s.events(0) {
			if now := s.clock.Now().Format("01-02 15:04"); now != stamp {
				stamp = now
				out.WriteString("· " + now + "\n")
			}
			out.WriteString(l + "\n")
		}
	})
}

// act does what a person's line says.
func (s *stage) act(m []string) {
	who, anonymous, group, topic, mark, what := s.cast[m[1]], m[2] != "", m[3], m[4], m[5], m[6]
	what = strings.ReplaceAll(what, "⏎", "\n")
	chat, post := who.ID(), sandbox.Post{Anonymous: anonymous, Text: what}
	if group != "" {
		require.Contains(s.t, s.groups, group)
		chat = s.groups[group].ID()
		if topic != "" {
			post.Thread = s.groups[group].Topic(topic)
		}
	}
	switch {
	case mark == "~":
		s.edit(who, chat, what)
		return
	case strings.HasPrefix(what, "[") && strings.Contains(what, "]"):
		label, old, _ := strings.Cut(what[1:], "]")
		s.tap(who, chat, label, old == "旧")
		return
	case strings.HasPrefix(what, "(link "):
		var n int
		_, err := sscan(strings.TrimSuffix(strings.TrimPrefix(what, "(link "), ")"), &n)
		require.NoError(s.t, err)
		require.LessOrEqual(s.t, n, len(s.links), "no such link yet")
		_, err = who.Start(s.links[n-1])
		require.NoError(s.t, err)
		return
	case strings.HasPrefix(what, "<照片 "), strings.HasPrefix(what, "<文件 "):
		what, album, _ := strings.Cut(what, "@")
		name, note, _ := strings.Cut(strings.Trim(what, "<>"), "|")
		kind, file, _ := strings.Cut(name, " ")
		post.Text, post.Album = note, album
		if kind == "照片" {
			post.Photo = picture
		} else {
			post.Document, post.FileName = []byte("演示数据 "+file), file
			if data, err := os.ReadFile(filepath.Join("testdata", "files", file)); err == nil {
				post.Document = data
			}
		}
	}
	_, err := who.Post(chat, post)
	require.NoError(s.t, err)
}

// picture is a PNG of one grey dot.
var picture = func() []byte {
	b, err := base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")
	if err != nil {
		panic(err)
	}
	return b
}()

// tap presses a button and holds the bot to answering it.
func (s *stage) tap(who *sandbox.Person, chat int64, label string, old bool) {
	id, data, ok := s.button(chat, label, old)
	require.True(s.t, ok, "no button %q in chat %d", label, chat)
	s.press(who, chat, id, data)
}

func (s *stage) press(who *sandbox.Person, chat int64, message int, data string) {
	tap, err := who.TapData(chat, message, data)
	require.NoError(s.t, err)
	if s.down {
		return
	}
	s.settle()
	_, ok := tap.Answer()
	require.True(s.t, ok, "the button %q was not answered", data)
}

func (s *stage) edit(who *sandbox.Person, chat int64, what string) {
	old, words, ok := strings.Cut(what, " => ")
	require.True(s.t, ok, "write: old words => new words")
	msgs := s.sandbox.Messages(chat, 0)
	for i := len(msgs) - 1; i >= 0; i-- {
		if m := msgs[i]; !m.FromBot && m.From != nil && m.From.ID == who.ID() && strings.Contains(m.Text+m.Caption, old) {
			require.NoError(s.t, who.Edit(chat, m.MessageID, strings.Replace(m.Text+m.Caption, old, words, 1)))
			return
		}
	}
	s.t.Fatalf("nothing of theirs has the words %q", old)
}

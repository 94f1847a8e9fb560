package closing_test

import (
	"testing"

	"liubao/bot/desk/desktest"
)

// TestTranscripts replays testdata/*.txtar; see [desktest.Transcripts].
func TestTranscripts(t *testing.T) { desktest.Transcripts(t) }

package desktest

import "testing"

// TestTranscripts replays those that are no single feature's.
func TestTranscripts(t *testing.T) { Transcripts(t) }

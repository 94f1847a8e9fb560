package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The command finds its buttons and its chat: it measures what the page is today.
func TestMeasure(t *testing.T) {
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip("there is no chromium to measure the page in: apt-get install chromium fonts-noto-cjk")
	}
	var out strings.Builder
	require.NoError(t, measure(t.Context(), options{loads: 1, taps: 4, messages: 20}, &out))
	assert.Regexp(t, `(?s)first paint, 1 loads:.*all phones.*changed card, 4:.*a chat of \d+ messages`, out.String())
}

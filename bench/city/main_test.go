package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCity: more units than one press nags, and an office with more people than a
// message has buttons.
func TestCity(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, measure(t.Context(), 130, 400, &out), "%s", out.String())
	assert.Regexp(t, `/invite: \d+ ms; 4 pages`, out.String())
	assert.Regexp(t, `/duty: \d+ ms; 4 pages`, out.String())
	assert.Contains(t, out.String(), "/nag: one press")
	assert.Contains(t, out.String(), "279 of 279 contacts reminded")
	assert.Contains(t, out.String(), "399 of 399 people told")
}

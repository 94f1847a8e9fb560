package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestClassify(t *testing.T) {
	for text, want := range map[string]string{
		"Permission is hereby granted,\n free of charge, to any person obtaining a copy": "MIT",
		"Redistributions in binary form must reproduce … Neither the name of":            "BSD-3-Clause",
		"Redistributions in binary form must reproduce":                                  "BSD-2-Clause",
		"Apache License\n  Version 2.0, January 2004":                                    "Apache-2.0",
	} {
		m := module{path: "example.org/m", dir: t.TempDir()}
		require.NoError(t, os.WriteFile(filepath.Join(m.dir, "LICENSE.txt"), []byte(text), 0o600))
		require.NoError(t, m.classify())
		assert.Equal(t, want, m.licence)
	}
	for _, text := range []string{"GNU AFFERO GENERAL PUBLIC LICENSE", "All rights reserved."} {
		m := module{path: "example.org/m", dir: t.TempDir()}
		require.NoError(t, os.WriteFile(filepath.Join(m.dir, "COPYING"), []byte(text), 0o600))
		require.ErrorContains(t, m.classify(), "example.org/m")
	}
	m := module{path: "example.org/m", dir: t.TempDir()}
	require.ErrorContains(t, m.classify(), "has no licence file")
}

func TestFileIsCurrentOrSaysHow(t *testing.T) {
	file := filepath.Join(t.TempDir(), "LICENCES.md")
	t.Chdir("../..")
	require.NoError(t, run(file, false))
	require.NoError(t, run(file, true))
	require.NoError(t, os.WriteFile(file, []byte("old"), 0o600))
	require.ErrorContains(t, run(file, true), "run go run ./tools/licences")
}

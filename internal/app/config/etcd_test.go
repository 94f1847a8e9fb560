package config

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEtcdMistakes(t *testing.T) {
	for text, want := range map[string]string{
		`etcd = ["10.0.0.1:2379"]`:                                      "is not the address of an etcd member",
		`etcd = ["https://10.0.0.1"]`:                                   "is not the address of an etcd member",
		`etcd = ["https://a:1", "http://b:1"]`:                          "write the same for all",
		"etcd = [\"http://a:1\"]\netcd_prefix = \"北区\"":                 "cannot begin keys",
		"etcd = [\"http://a:1\"]\netcd_user = \"liubao\"":               "belong together",
		"etcd = [\"https://a:1\"]\netcd_key = \"k\"":                    "belong together",
		"etcd = [\"http://a:1\"]\netcd_ca = \"ca.pem\"":                 "write https",
		"etcd = [\"http://a:1\"]\nlease = \"1s\"":                       "whole seconds",
		"etcd = [\"http://a:1\"]\nlease = \"2500ms\"":                   "whole seconds",
		"etcd = [\"http://a:1\"]\ntimeout = \"2m\"":                     `from "1s" to "1m"`,
		"etcd_user = \"liubao\"\netcd_password_file = \"password.txt\"": "data.etcd names none",
	} {
		_, err := Parse("config.toml", []byte("[data]\n"+text+"\n"))
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), want, text)
	}
	c, err := Parse("config.toml", []byte("[data]\netcd = [\"https://a:1\", \"https://b:1\"]\netcd_prefix = \"liubao/north\"\nlease = \"3s\"\n"))
	require.NoError(t, err)
	assert.True(t, c.Data.Cluster())
}

// The password's file, and the key's, are for their owner alone.
func TestEtcdSecrets(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "password")
	require.NoError(t, os.WriteFile(file, []byte("s3cret\n"), 0o600))
	c, err := Parse("config.toml", []byte("[data]\netcd = [\"https://a:1\"]\netcd_user = \"liubao\"\netcd_password_file = \""+file+"\"\n"))
	require.NoError(t, err)
	secret, err := c.EtcdPassword(func(string) string { return "" })
	require.NoError(t, err)
	assert.Equal(t, "s3cret", secret.Reveal())
	require.NoError(t, os.Chmod(file, 0o644))
	_, err = c.EtcdPassword(func(string) string { return "" })
	assert.ErrorContains(t, err, "chmod 600")

	c.Data.EtcdCert, c.Data.EtcdKey = file, file
	_, err = c.EtcdTLS(func(string) string { return "" })
	assert.ErrorContains(t, err, "chmod 600")
	require.NoError(t, os.Chmod(file, 0o600))
	_, err = c.EtcdTLS(func(string) string { return "" })
	require.ErrorContains(t, err, "are no certificate and its key")
	assert.NotContains(t, err.Error(), "s3cret")
	c.Data.Etcd = []string{"http://a:1"}
	got, err := c.EtcdTLS(func(string) string { return "" })
	require.NoError(t, err)
	assert.Nil(t, got)
}

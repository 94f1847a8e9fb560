package config

import (
	"liubao/reports/docx"
)

// Documents says which fonts the Word files name. Fonts are never embedded:
// the reader's machine must have them.
type Documents struct {
	Profile string `toml:"profile" eg:"\"official\""` // official or common
	Title   string `toml:"title" eg:"\"方正小标宋简体\""`    // what is named here goes before the profile
	Body    string `toml:"body" eg:"\"仿宋_GB2312\""`
	Hei     string `toml:"hei" eg:"\"黑体\""`
	Kai     string `toml:"kai" eg:"\"楷体_GB2312\""`
	Song    string `toml:"song" eg:"\"宋体\""`
	Latin   string `toml:"latin" eg:"\"Times New Roman\""`
}

// Fonts returns the profile's fonts with those put in their place.
func (d Documents) Fonts() docx.Fonts {
	f, _ := docx.Profile(d.Profile) // checked by validate
	for _, x := range []struct {
		into *string
		name string
	}{{&f.Title, d.Title}, {&f.Body, d.Body}, {&f.Hei, d.Hei}, {&f.Kai, d.Kai}, {&f.Song, d.Song}, {&f.Latin, d.Latin}} {
		if x.name != "" {
			*x.into = x.name
		}
	}
	return f
}

func (c *Config) documents() {
	if _, ok := docx.Profile(c.Documents.Profile); !ok {
		c.doc.bad("documents.profile", `there is no profile %q; write profile = "official" or profile = "common"`, c.Documents.Profile)
	}
}

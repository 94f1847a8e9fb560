package desk

// welcomeFeature is the first minute: joining by a link, who one is, what one can do.
func welcomeFeature() Feature {
	return Feature{
		Name: "welcome",
		Commands: []Command{
			{Name: "name", About: aboutName, Act: ActHelp, Private: true, Do: (*turn).rename},
			{Name: "help", About: aboutHelp, Act: ActHelp, Private: true, Do: func(t *turn, _ string) error { return t.help() }},
			{Name: "start", Hidden: true, Do: (*turn).start},
		},
		On: Events{Member: (*turn).memberAlone},
	}
}

package archive

import (
	"bytes"
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"liubao/plan"
	"liubao/reports"
)

// page is the page of contents: one file that needs nothing else, with links below
// its own folder.
var page = template.Must(template.New("index").Funcs(template.FuncMap{"link": link}).Parse(`<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
body { font: 16px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #222; background: #fff; }
h1 { font-size: 1.6em; } h2 { font-size: 1.2em; margin-top: 2em; border-bottom: 1px solid #ccc; }
li { margin: .2em 0; } small, p.about { color: #555; }
</style>
</head>
<body>
<h1>{{.Title}}</h1>
{{range .About}}<p>{{.}}</p>
{{end}}<ul>
{{range $i, $s := .Sections}}<li><a href="#s{{$i}}">{{$s.Title}}</a> <small>{{len $s.Entries}}</small></li>
{{end}}</ul>
{{$none := .None}}{{range $i, $s := .Sections}}<h2 id="s{{$i}}">{{$s.Title}}</h2>
<p class="about">{{$s.About}}</p>
{{if $s.Entries}}<ul>
{{range $s.Entries}}<li>{{if .Path}}<a href="{{link .Path}}">{{.Title}}</a>{{else}}{{.Title}}{{end}}{{if .Note}} <small>{{.Note}}</small>{{end}}</li>
{{end}}</ul>
{{else}}<p>{{$none}}</p>
{{end}}{{end}}</body>
</html>
`))

// link is a relative link to a file of the folder.
func link(at string) template.URL {
	var out []string
	for part := range strings.SplitSeq(at, "/") {
		out = append(out, url.PathEscape(part))
	}
	return template.URL("./" + strings.Join(out, "/")) //nolint:gosec // every part is escaped here
}

// shown is a section for the page, shownEntry a file of it.
type shown struct {
	Title, About string
	Entries      []shownEntry
}

type shownEntry struct{ Path, Title, Note string }

// index makes the page of contents.
func (f *folder) index() ([]byte, error) {
	x := struct {
		Title, None string
		About       []string
		Sections    []shown
	}{Title: fmt.Sprintf(textTitle, f.Desk.Plan.Name), None: textNone}
	x.About = append(x.About, fmt.Sprintf(textMadeAt, f.at(f.now), len(f.sums)+2))
	if f.Desk.Closed(f.now) {
		x.About = append(x.About, fmt.Sprintf(textClosed, reports.DayTextFrom(f.Desk.Closing.On, plan.Date{})))
	}
	x.About = append(x.About, fmt.Sprintf(textCheck, ListName, ListName), textPrivate)
	for _, s := range f.sections {
		y := shown{Title: s.title, About: s.about}
		for _, e := range s.entries {
			y.Entries = append(y.Entries, shownEntry{e.path, e.title, e.note})
		}
		x.Sections = append(x.Sections, y)
	}
	var b bytes.Buffer
	err := page.Execute(&b, x)
	return b.Bytes(), err
}

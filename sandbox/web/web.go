// Package web holds the files of the page with the phones: plain ES modules
// and CSS, served as they are. The page talks to the HTTP API of
// internal/app/demo and loads nothing from anywhere else.
package web

import "embed"

// Files are the page's files: index.html, scripts, styles and an icon.
//
//go:embed index.html *.js *.css icon.svg
var Files embed.FS

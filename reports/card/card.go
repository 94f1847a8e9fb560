// Package card draws the task force's state as pictures: the card that goes
// with a roll-up and with /status, and the trend of one indicator.
//
// A picture is 1080 pixels wide and at most 1280 high, so that Telegram, which
// shrinks photos to 1280 pixels, leaves it as it is and it is read on a phone
// without zooming; a card with more in it takes several. Colour never stands alone: every coloured cell carries its word,
// and every word stands on its ground with a contrast of at least 4.5 to 1
// (WCAG 2.1, 1.4.3). The same input always gives the same bytes.
//
// The fonts are a subset of Noto Sans SC (SIL Open Font License 1.1, see
// fonts/OFL.txt) cut by tools/fonts. They are parsed at the first picture, not
// before. Characters they lack come from the fallback fonts the caller offers,
// and as a last resort show as a plain box.
package card

import (
	"errors"
	"fmt"
	"sync"
)

// Width is the width of every picture, and MaxHeight the largest height, in
// pixels.
const (
	Width     = 1080
	MaxHeight = 1280
)

// What one card shows at most; the rest is counted in words.
const (
	MaxTiles    = 10
	MaxBars     = 40
	MaxRows     = 40
	MaxColumns  = 8 // the last ones are shown
	MaxProblems = 15
)

// Tone is what a colour means. Every tone is always shown with a word.
type Tone int

// The tones.
const (
	Plain Tone = iota // a neutral count
	Good              // in order
	Warn              // needs attention
	Bad               // late or missed
	Idle              // not yet due, or nothing known
	Info              // done and being looked at
	Tardy             // done, and after its time
)

// Card is everything the picture shows. Private indicators are not to be put
// into it; [IndicatorBar] leaves them out.
type Card struct {
	Title    string
	Subtitle string
	AsOf     string // as of when, such as 截至2027年2月28日 17:30
	Tiles    []Tile
	Bars     []Bar
	Columns  []string // the periods' labels, oldest first
	Rows     []Row
	Problems []Problem
	// HideProblems leaves problems out altogether; without it a card without
	// problems says that there are none.
	HideProblems bool
	Footer       string // one line at the foot, "" for none
}

// Tile is one count.
type Tile struct {
	Value string
	Label string
	Tone  Tone
}

// Bar is one indicator against its target.
type Bar struct {
	ID     string // the indicator's
	Name   string
	Value  string  // such as 3户
	Target string  // such as 目标≥5户, "" for none
	Fill   float64 // how much of the track is filled, 0 to 1
	Mark   float64 // where the target stands on the track, 0 to 1; 0 for no mark
	Word   string  // such as 达到
	Tone   Tone
}

// Row is one area over the card's columns. Missing cells are left blank,
// cells beyond the columns are not shown.
type Row struct {
	Name  string
	Note  string // such as the lead unit, "" for none
	Cells []Cell
}

// Cell is a word on a colour.
type Cell struct {
	Word string
	Tone Tone
}

// Problem is one open problem.
type Problem struct {
	What string
	Note string // unit, age, what is needed
	Cell Cell   // its state, such as 待批示
}

// Renderer draws pictures. It draws one at a time, so that its memory stays
// bounded by one picture (about 6 MB while drawing) and 2 MiB of glyphs. Its methods may be called concurrently.
type Renderer struct {
	mu    sync.Mutex
	fonts fonts
}

// New returns a renderer. Nothing is read or parsed before the first picture.
// The fallbacks are asked in their order for characters that the embedded
// fonts lack, each opened at most once and not before it is needed.
func New(fallbacks ...Source) *Renderer {
	return &Renderer{fonts: fonts{fallbacks: fallbacks}}
}

// ErrEmpty is returned for a picture without a title.
var ErrEmpty = errors.New("card without a title")

// Pages draws the card on as many pictures as it takes, each at most
// [MaxHeight] high: the counts and where the areas stand first.
func (r *Renderer) Pages(c Card) ([][]byte, error) {
	if c.Title == "" {
		return nil, ErrEmpty
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.fonts.load(); err != nil {
		return nil, fmt.Errorf("draw card: %w", err)
	}
	t := typesetter{&r.fonts}
	parts := []part{tiles(t, c.Tiles), gridSection(t, c.Columns, c.Rows), barSection(t, c.Bars)}
	if !c.HideProblems {
		parts = append(parts, problemSection(t, c.Problems))
	}
	pages := paginate(header(t, c.Title, c.Subtitle, c.AsOf), append(parts, footer(t, c.Footer)))
	var out [][]byte
	for i, page := range pages {
		if i > 0 {
			page = append([]block{headerAgain(t, c.Title, i+1, len(pages))}, page...)
		}
		b, err := r.paint(append(page, foot(page)))
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

// foot is some room below the last row of a page, where there is any left.
func foot(page []block) block {
	left := MaxHeight
	for _, b := range page {
		left -= b.height
	}
	return gap(max(0, min(left, 24)))
}

// paint stacks the blocks on a canvas and encodes it.
func (r *Renderer) paint(blocks []block) ([]byte, error) {
	height := 0
	for _, b := range blocks {
		height += b.height
	}
	cv := newCanvas(height, &r.fonts)
	y := 0
	for _, b := range blocks {
		if b.draw != nil {
			b.draw(cv, y)
		}
		y += b.height
	}
	return cv.png()
}

// block is a part of the picture: how high it is, and how to draw it with its
// top at y.
type block struct {
	height int
	draw   func(cv *canvas, y int)
}

// stack puts blocks below one another.
func stack(blocks ...block) block {
	out := block{draw: func(cv *canvas, y int) {
		for _, b := range blocks {
			if b.draw != nil {
				b.draw(cv, y)
			}
			y += b.height
		}
	}}
	for _, b := range blocks {
		out.height += b.height
	}
	return out
}

// gap is empty space.
func gap(height int) block { return block{height: height} }

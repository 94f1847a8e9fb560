package card

import "image/color"

func hex(v uint32) color.RGBA {
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff}
}

// The colours. TestContrast holds every pair of ink and ground that is used to
// 4.5 to 1, and every bar to 3 to 1 against its track.
var (
	paper     = hex(0xffffff)
	ink       = hex(0x111827)
	soft      = hex(0x4b5563) // secondary text
	panel     = hex(0xf8fafc) // the ground of tiles and table heads
	hairline  = hex(0xd9dee6)
	track     = hex(0xe8ebf0)
	tick      = hex(0x111827)
	headTop   = hex(0x1e40af)
	headFoot  = hex(0x1d4ed8)
	headInk   = hex(0xffffff)
	headSoft  = hex(0xdbeafe)
	accent    = hex(0x1d4ed8)
	goalInk   = hex(0x9a3412)
	trendArea = hex(0xeff4ff)
)

// colours is how a tone looks. Tones also differ in more than hue: what is bad
// stands out as light on dark, what is idle as an outline.
type colours struct {
	solid  color.RGBA // bars, accents, large numbers on paper
	ground color.RGBA // of a cell
	edge   color.RGBA // of a cell
	word   color.RGBA // in a cell
}

var palette = map[Tone]colours{
	Plain: {hex(0x1d4ed8), hex(0xe0e7ff), hex(0xc7d2fe), hex(0x1e3a8a)},
	Good:  {hex(0x15803d), hex(0xd6f5e0), hex(0xa7e3bb), hex(0x14532d)},
	Warn:  {hex(0xb45309), hex(0xfcd34d), hex(0xe5b022), hex(0x451a03)},
	Bad:   {hex(0xb91c1c), hex(0xb91c1c), hex(0xb91c1c), hex(0xffffff)},
	Idle:  {hex(0x5b6472), hex(0xffffff), hex(0xb6bec9), hex(0x4b5563)},
	Info:  {hex(0x0e7490), hex(0xcff3fa), hex(0x9bdfec), hex(0x164e63)},
	Tardy: {hex(0x6d28d9), hex(0xddd6fe), hex(0xc4b5fd), hex(0x3b0764)},
}

// look returns the tone's colours; an unknown tone is idle.
func look(t Tone) colours {
	if c, ok := palette[t]; ok {
		return c
	}
	return palette[Idle]
}

package scenes

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"

	"liubao/plan"
)

// An excerpt of a played half-month fits a few screens: what was shown once
// with other names (the invitations of six units) is not shown again, long
// messages and long scenes are cut, and each cut says how much it left out.
const (
	excerptScene   = 30 // lines of a scene
	excerptMessage = 8  // lines of a message
)

// excerpt passes on what [Play] prints, shortened.
type excerpt struct {
	w      io.Writer
	names  *strings.Replacer // of units and areas, which make no difference
	shown  map[string]bool   // shapes of messages
	line   []byte            // that has no end yet
	blocks [][]string        // of the scene so far
	whole  bool              // the scene is the result, which is shown whole
}

func newExcerpt(w io.Writer, p *plan.Plan) *excerpt {
	var same []string
	for _, u := range p.Units {
		same = append(same, u.Name, "…")
	}
	for _, a := range p.Areas {
		same = append(same, a.Name, "…")
	}
	return &excerpt{w: w, names: strings.NewReplacer(same...), shown: map[string]bool{}}
}

// Write takes the lines up to the last that has ended.
func (x *excerpt) Write(b []byte) (int, error) {
	x.line = append(x.line, b...)
	for {
		line, rest, ok := bytes.Cut(x.line, []byte("\n"))
		if !ok {
			return len(b), nil
		}
		x.line = rest
		if err := x.take(string(line)); err != nil {
			return 0, err
		}
	}
}

// take sorts a line into a message: one begins where a line is not set in, or
// with the arrow of the bot.
func (x *excerpt) take(line string) error {
	if strings.HasPrefix(line, "════") {
		if err := x.flush(); err != nil {
			return err
		}
		x.whole = strings.Contains(line, " "+resultTitle+" ")
	}
	bare := strings.TrimSpace(line)
	begins := !strings.HasPrefix(line, " ") || strings.HasPrefix(bare, "→") || strings.HasPrefix(bare, "↻") || strings.HasPrefix(bare, "(")
	if bare != "" && begins || len(x.blocks) == 0 {
		x.blocks = append(x.blocks, nil)
	}
	last := len(x.blocks) - 1
	x.blocks[last] = append(x.blocks[last], line)
	return nil
}

var unequal = regexp.MustCompile(`[0-9]+|start=\w+|/start \w+|[甲乙丙丁]`)

// shape is what two messages have in common that differ in names and numbers.
func (x *excerpt) shape(block []string) string {
	return unequal.ReplaceAllString(x.names.Replace(strings.Join(block, "\n")), "#")
}

// flush writes the scene: how it begins, and how it ends.
func (x *excerpt) flush() error {
	blocks, left := x.blocks, 0
	if !x.whole {
		blocks, left = x.fresh()
	}
	x.blocks = nil
	total := 0
	for _, b := range blocks {
		total += len(b)
	}
	var out []string
	for i, b := range blocks {
		room := excerptScene - len(out)
		if !x.whole && total > room && len(out)+len(b) > excerptScene*3/5 && i > 1 {
			end := ending(blocks[i:], room)
			for _, cut := range blocks[i : len(blocks)-len(end)] {
				left += len(cut)
			}
			out = append(out, fmt.Sprintf(textLeftOut, left))
			left = 0
			for _, b := range end {
				out = append(out, b...)
			}
			break
		}
		out = append(out, b...)
		total -= len(b)
	}
	if left > 0 {
		out = append(out, fmt.Sprintf(textLeftOut, left))
	}
	_, err := io.WriteString(x.w, strings.Join(out, "\n")+"\n")
	return err
}

// fresh returns the messages that were not shown before, long ones cut, and
// how many lines that leaves out.
func (x *excerpt) fresh() (out [][]string, left int) {
	for _, block := range x.blocks {
		block = trimmed(block)
		shape := x.shape(block)
		if x.shown[shape] {
			left += len(block)
			continue
		}
		x.shown[shape] = true
		if n := len(block) - excerptMessage; n > 1 {
			block = append(block[:excerptMessage:excerptMessage], "      …")
			left += n
		}
		if len(block) > 0 {
			out = append(out, block)
		}
	}
	return out, left
}

// ending returns the last messages that fit, at least one.
func ending(blocks [][]string, room int) [][]string {
	from := len(blocks) - 1
	for n := len(blocks[from]); from > 0 && n+len(blocks[from-1]) <= room; from-- {
		n += len(blocks[from-1])
	}
	return blocks[from:]
}

// trimmed takes empty lines off both ends.
func trimmed(block []string) []string {
	for len(block) > 0 && strings.TrimSpace(block[len(block)-1]) == "" {
		block = block[:len(block)-1]
	}
	for len(block) > 0 && strings.TrimSpace(block[0]) == "" {
		block = block[1:]
	}
	return block
}

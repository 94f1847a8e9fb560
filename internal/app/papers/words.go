package papers

import (
	"fmt"
	"strings"

	"liubao/reports/docx"
)

// words makes a document of what is too long for messages.
func (s *sheet) words() error {
	if strings.TrimSpace(s.paper.Words) == "" {
		return ErrNothing
	}
	s.out.build = func([]docx.Evidence) (docx.Doc, error) {
		return docx.Doc{Title: textWordsTitle, Blocks: []docx.Block{docx.Para{Text: s.paper.Words}}}, nil
	}
	s.out.name, s.out.line = fmt.Sprintf(textWordsName, s.today()), textWordsLine
	return nil
}

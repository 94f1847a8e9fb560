package lang

import "maps"

// chinese is the catalogue: every sentence by its English format.
var chinese = func() map[string]string {
	all := map[string]string{}
	for _, part := range []map[string]string{commands, words, files, keys, plans, overTime, reasons, outside} {
		maps.Copy(all, part)
	}
	return all
}()

package conversations

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"liubao/reports"
)

// programs are the endings of files that run on the machine of whoever opens them.
var programs = []string{".exe", ".com", ".bat", ".cmd", ".scr", ".pif", ".msi", ".msp", ".cpl", ".dll", ".jar", ".apk", ".ipa", ".app", ".dmg", ".iso",
	".js", ".jse", ".vbs", ".vbe", ".wsf", ".wsh", ".hta", ".ps1", ".psm1", ".sh", ".reg", ".lnk", ".url", ".scf", ".inf", ".chm", ".docm", ".xlsm", ".pptm", ".dotm", ".xltm"}

// Refusal says that a file is not taken.
func Refusal(f reports.File) reports.Text {
	return reports.T(fmt.Sprintf(textRefused, f.Label()))
}

// Refused reports whether a file is not taken: programs, and documents with macros,
// go from one office's mailbox to all others with the papers.
func Refused(f reports.File) bool {
	name := strings.ToLower(strings.TrimRight(strings.TrimSpace(f.Name), ". "))
	return slices.Contains(programs, path.Ext(name))
}

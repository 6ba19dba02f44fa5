package textdiff

// A Class is a kind of difference, as a reason code.
type Class string

// The classes. The first seven are each a folding under which two texts that
// differ become equal (A08); the others are of single texts and of texts that no
// one folding makes equal.
const (
	Invisible     Class = "invisible"     // characters that do not show: zero width, bidi marks, no-break space
	Normalisation Class = "normalisation" // NFC against NFD
	Width         Class = "width"         // full-width against half-width
	Case          Class = "case"
	Space         Class = "space"
	Punctuation   Class = "punctuation"
	Homoglyph     Class = "homoglyph" // characters that look alike (UTS #39)

	Mixed   Class = "mixed"   // several of the above together
	Missing Class = "missing" // one of the texts is empty
	Other   Class = "other"   // different words

	Length    Class = "length"     // of an identifier
	LineBreak Class = "line_break" // within or after an identifier
	Control   Class = "control"    // a control character in an identifier
	NonASCII  Class = "non_ascii"  // a character that looks like none that is allowed
)

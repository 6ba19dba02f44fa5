// Package taxid checks the check digits of Russian tax and registration numbers:
// INN of 10 digits (organisations, foreign ones too) and of 12 (natural persons),
// and OGRN of 13 (order of the Federal Tax Service on the structure of the INN;
// rules B29 and B31).
package taxid

// Weights of the digits before each check digit of an INN.
var (
	weightsOf10th = [...]int{2, 4, 10, 3, 5, 9, 4, 6, 8}
	weightsOf11th = [...]int{7, 2, 4, 10, 3, 5, 9, 4, 6, 8}
	weightsOf12th = [...]int{3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8}
)

// IsINN reports whether a text is an INN: 10 or 12 ASCII digits with the right
// check digits. Nothing is trimmed.
func IsINN(text string) bool {
	digits, ok := digitsOf(text)
	if !ok {
		return false
	}
	switch len(digits) {
	case 10:
		return digits[9] == checkDigit(digits, weightsOf10th[:])
	case 12:
		return digits[10] == checkDigit(digits, weightsOf11th[:]) && digits[11] == checkDigit(digits, weightsOf12th[:])
	}
	return false
}

// IsOGRN reports whether a text is an OGRN: 13 ASCII digits, of which the last is
// the number of the first twelve modulo 11, modulo 10.
func IsOGRN(text string) bool {
	digits, ok := digitsOf(text)
	if !ok || len(digits) != 13 {
		return false
	}
	remainder := 0
	for _, digit := range digits[:12] {
		remainder = (10*remainder + digit) % 11
	}
	return digits[12] == remainder%10
}

// checkDigit returns the weighted sum of the leading digits modulo 11, modulo 10.
func checkDigit(digits, weights []int) int {
	sum := 0
	for i, weight := range weights {
		sum += weight * digits[i]
	}
	return sum % 11 % 10
}

func digitsOf(text string) (digits []int, ok bool) {
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return nil, false
		}
		digits = append(digits, int(c-'0'))
	}
	return digits, true
}

package codes

import "strings"

// longestCode bounds the comparison: what is longer was not a slip of the finger.
const longestCode = 40

// Alike tells whether somebody who typed one thing may have meant a code, or a name
// in capitals.
func Alike(typed, code string) bool {
	if typed == "" || len(typed) > longestCode {
		return false
	}
	typed = strings.ToUpper(typed)
	if len(typed) >= 3 && strings.HasPrefix(code, typed) {
		return true
	}
	// Short codes are all within two letters of each other.
	return Distance(typed, code) <= min(2, len(code)/3)
}

// longestWord bounds the work of [Distance]: what is longer was not typed.
const longestWord = 100

// Distance counts the bytes to insert, drop or replace (Levenshtein), of at most the first
// hundred of each.
func Distance(a, b string) int {
	a, b = a[:min(len(a), longestWord)], b[:min(len(b), longestWord)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

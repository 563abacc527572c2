package picture

import (
	"math"
	"strconv"
	"testing"
)

// luminance and contrast are those of WCAG 2.2.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(colour[1:], 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	part := func(shift int) float64 {
		c := float64(n>>shift&255) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// TestTheStepsGetDarkerAndTextOnThemCanBeRead. Between five neighbours 3:1 is not to be had,
// because white and black are 21:1; so every field has its number too, or the table has it.
func TestTheStepsGetDarkerAndTextOnThemCanBeRead(t *testing.T) {
	t.Parallel()
	for i, fill := range steps {
		if c := contrast(t, fill, inkOn(fill)); c < 4.5 {
			t.Errorf("text on %s: %.2f, want 4.5", fill, c)
		}
		if i > 0 && (luminance(t, fill) >= luminance(t, steps[i-1]) || contrast(t, fill, steps[i-1]) < 1.3) {
			t.Errorf("%s after %s: %.2f, want darker by 1.3", fill, steps[i-1], contrast(t, fill, steps[i-1]))
		}
	}
	if c := contrast(t, steps[0], steps[len(steps)-1]); c < 7 {
		t.Errorf("most to fewest: %.2f, want 7", c)
	}
}

func TestWhatIsDrawnStandsOutFromWhatItIsDrawnOn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what, on string
		least    float64
	}{
		{ink, paper, 4.5}, {soft, paper, 4.5}, {ink, band, 4.5}, // text
		{accent, paper, 3}, {accent, band, 3}, {soft, band, 3}, {hatching, paper, 3}, // lines and fields
	} {
		if got := contrast(t, c.what, c.on); got < c.least {
			t.Errorf("%s on %s: %.2f, want %.1f", c.what, c.on, got, c.least)
		}
	}
}

func TestAScaleEndsAtARoundNumberThatIsJustLargeEnough(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{0: 5, 5: 5, 6: 10, 11: 15, 31: 40, 106: 125, 1001: 1250, 999_999_999: 1_000_000_000} {
		if got := nice(n); got != want {
			t.Errorf("%d: %d, want %d", n, got, want)
		}
	}
	k := classes{width: 25}
	if k.of(24) != 0 || k.of(25) != 1 || k.of(125) != 4 || k.label(4, "nl") != "100–125" || (classes{width: 1}).label(0, "nl") != "0" {
		t.Error("classes")
	}
}

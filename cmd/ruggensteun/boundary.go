package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"

	"ruggensteun/domain/boundary"
	"ruggensteun/projections/figures"
)

const regionsUsage = `regions ACTION [options]

Actions:
  import FILE            load the boundaries of areas from an official file
  show                   which are loaded, from whom and since when they hold

Regions here are areas of every level, not only veiligheidsregio's. Maps of
gemeenten, veiligheidsregio's, police units and provinces are drawn by
the boundaries that were loaded. From those of the gemeenten the others are put
together, where they were not loaded themselves. Without any, a map is of tiles.

FILE is GeoJSON or TopoJSON, at most 16 MiB, as PDOK publishes: take a
generalised one (gegeneraliseerd). Which level it is of follows from the codes:
GM0363, VR13, AMS (police unit) or PV27. The year is --year, else that which the
file says (jaarcode), else the one in its name. --dry-run says what is in it,
which codes of ours are missing and which we do not know, and records nothing.

Boundaries of several years stand beside each other: a map takes those of the
last day of the period that is asked for. The same level and year again stand
in place of those before. Maps as of an earlier position use what was loaded
then.

  ruggensteun regions import --source "CBS / Kadaster via PDOK, 2023" \
      --licence "CC BY 4.0" --dry-run gemeenten-2023.geojson
  ruggensteun ask --rows gemeente --format svg > map.svg
`

func (p *program) regions(ctx context.Context, args []string) error {
	f, w := p.machine("regions", regionsUsage)
	body := map[string]any{}
	for name, usage := range map[string]string{
		"source":   "with import: `TEXT` that says who published it and when; it stands below each map",
		"licence":  "with import: `TEXT` that says on what terms, such as CC BY 4.0",
		"level":    "with import: only `LEVEL`: gemeente, region, police-unit or province",
		"layer":    "with import: only the object `NAME` of a TopoJSON file",
		"property": "with import: `NAME` of the property that holds the code of an area",
	} {
		f.Func(name, usage, func(value string) error { body[name] = value; return nil })
	}
	year := f.Int("year", 0, "with import: `YEAR` that the boundaries are of")
	dry := f.Bool("dry-run", false, "with import: only say what is in the file")
	asJSON := f.Bool("json", false, "print the answer as JSON")
	language := f.String("language", "nl", languageUsage)
	rest, err := parse(f, args)
	if err != nil {
		return err
	}
	action, rest, err := actionOf("regions", rest, "import", show)
	if err != nil {
		return err
	}
	l, err := languageNamed(*language)
	if err != nil {
		return err
	}
	answer := atlasAnswer{language: l, asJSON: *asJSON, dry: *dry}
	if action == show {
		if err := noMore(rest); err != nil {
			return err
		}
		return p.withCaller(ctx, *w, func(c *caller) error { return p.tellAtlas(ctx, c, http.MethodGet, nil, answer) })
	}
	name, err := onlyWord("the file", rest)
	if err != nil {
		return err
	}
	content, err := readBounded(name, boundary.MaxBytes)
	if err != nil {
		return fmt.Errorf("read the boundaries: %w", err)
	}
	body["file"], body["dry_run"] = string(content), *dry
	if *year != 0 {
		body["year"] = *year
	} else if named := boundary.YearIn(filepath.Base(name)); named != 0 && !strings.Contains(string(content), `"jaarcode"`) {
		body["year"] = named
	}
	sent, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("write the boundaries as JSON: %w", err)
	}
	return p.withCaller(ctx, *w, func(c *caller) error {
		fmt.Fprintf(p.err, "ruggensteun: reading %d kilobytes of boundaries\n", len(content)>>10)
		return p.tellAtlas(ctx, c, http.MethodPost, sent, answer)
	})
}

// atlasAnswer is how what is loaded is told.
type atlasAnswer struct {
	language    figures.Language
	asJSON, dry bool
}

func (p *program) tellAtlas(ctx context.Context, c *caller, method string, body []byte, as atlasAnswer) error {
	var raw json.RawMessage
	if _, err := c.call(ctx, method, "/v1/boundaries", nil, body, &raw); err != nil {
		return err
	}
	if as.asJSON {
		_, err := fmt.Fprintf(p.out, "%s\n", strings.TrimSpace(string(raw)))
		return err
	}
	var told struct {
		Recorded bool
		Position int64
		Sets     []atlasSet
		Left     []string `json:"left_out"`
	}
	if err := json.Unmarshal(raw, &told); err != nil {
		return fmt.Errorf("read which boundaries there are: %w", err)
	}
	say := func(nl, en string) string { return figures.Text{NL: nl, EN: en}.In(as.language) }
	for _, s := range told.Sets {
		if err := s.write(p, say); err != nil {
			return err
		}
	}
	if len(told.Left) > 0 {
		fmt.Fprintf(p.out, "%s: %s\n", say("overgeslagen, geen gebieden van ons", "left out, no areas of ours"), strings.Join(told.Left, ", "))
	}
	last := ""
	switch {
	case method == http.MethodGet && len(told.Sets) == 0:
		last = say("Er zijn geen grenzen geladen: kaarten zijn van tegels.", "No boundaries are loaded: maps are of tiles.")
	case method == http.MethodGet:
		return nil
	case as.dry:
		last = say("Proef: er is niets vastgelegd.", "Dry run: nothing was recorded.")
	case !told.Recorded:
		last = say("Precies deze grenzen waren al geladen; er is niets vastgelegd.", "These very boundaries were loaded already; nothing was recorded.")
	default:
		last = fmt.Sprintf(say("Geladen op positie %d.", "Loaded at position %d."), told.Position)
	}
	_, err := fmt.Fprintln(p.out, last)
	return err
}

// atlasSet is one level of one year.
type atlasSet struct {
	Level, Since, Source, Licence, File, Unit string
	Areas, Points, Tolerance                  int
	InFile                                    int `json:"points_in_file"`
	Missing, Unknown                          []string
}

func (s atlasSet) write(p *program, say func(nl, en string) string) error {
	none := say("geen", "none")
	list := func(codes []string) string {
		const most = 12
		if more := len(codes) - most; more > 0 {
			return fmt.Sprintf("%d: %s %s %d", len(codes), strings.Join(codes[:most], " "), say("en nog", "and more:"), more)
		}
		if len(codes) == 0 {
			return none
		}
		return fmt.Sprintf("%d: %s", len(codes), strings.Join(codes, " "))
	}
	kept := fmt.Sprint(s.Points)
	if s.InFile > 0 {
		kept = fmt.Sprintf(say("%d (in het bestand %d, waar een grens van twee gebieden dubbel telt)", "%d (in the file %d, where a border of two areas counts twice)"), s.Points, s.InFile)
	}
	rows := [][]string{
		{say("niveau", "level"), s.Level},
		{say("geldig vanaf", "in force from"), s.Since},
		{say("gebieden", "areas"), fmt.Sprint(s.Areas)},
		{say("ontbreken (codes van ons)", "missing (codes of ours)"), list(s.Missing)},
		{say("onbekend (codes in het bestand)", "unknown (codes in the file)"), list(s.Unknown)},
		{say("punten", "points"), kept},
		{say("vereenvoudigd", "simplified"), fmt.Sprintf(say("tot op %d × %s", "to within %d × %s"), max(1, s.Tolerance), s.Unit)},
		{say("bron", "source"), cmp.Or(s.Source, none)},
		{say("licentie", "licence"), cmp.Or(s.Licence, none)},
		{"SHA-256", s.File},
	}
	if err := printColumns(p.out, rows, terminalWidth(p.out)); err != nil {
		return err
	}
	_, err := fmt.Fprintln(p.out)
	return err
}

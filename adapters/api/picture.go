package api

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"ruggensteun/domain/export"
	"ruggensteun/domain/fault"
	"ruggensteun/projections/figures"
	"ruggensteun/projections/picture"
)

// PictureInput is how a figure is to be shown. It is exported because huma looks into no
// other embedded struct.
type PictureInput struct {
	Format   string `query:"format" doc:"json, or svg for a picture, csv, xlsx or open-data (a package with its description, of viewer=public) for a file; of the chain and a trend no xlsx or open-data. What Accept asks for when left out: a picture for image/svg+xml. A file that is taken out is recorded." example:"svg"`
	Language string `query:"language" doc:"Of the words in a picture or a file: nl or en; nl when left out." example:"en"`
	Coverage string `query:"coverage" doc:"true, with csv: in place of the figure a line per employer and month, with 1 where anything was reported and 0 where nothing was. Not of the chain."`
	Map      string `query:"map" doc:"tiles draws a map of the country as tiles of one size, also where real boundaries were loaded. With those when left out; gemeenten have no tiles, and are drawn as bars." example:"tiles"`
	Pictures string `query:"pictures" doc:"true, with json: the pictures of the answer stand in it too, wide and narrow, to be put in a page that says around them what a picture by itself says. One answer, one reading."`
	Narrow   string `query:"narrow" doc:"true draws a picture for a telephone: 360 wide in place of 880."`
}

// svgType is that of a picture. As csvType it stands among the formats under a name by which
// nobody asks.
const svgType = "image/svg+xml; charset=utf-8"

// pictured are the answers that can be a picture.
var pictured = []string{"askFigure", "askSaved", "timeOfDay", "location", "triggers", "offenders", "chain", "trend"}

// drawing is part of an answer that can be a picture or a file; it is JSON when it is neither.
type drawing struct {
	svg []byte
	taken
}

// ContentType is what huma asks of an answer.
func (d drawing) ContentType(usual string) string {
	if d.svg != nil {
		return svgType
	}
	return d.taken.ContentType(usual)
}

func (d drawing) drawn() []byte { return d.svg }

var svgFormat = huma.Format{
	Marshal: func(w io.Writer, v any) error {
		d, is := v.(interface{ drawn() []byte })
		if !is {
			return fmt.Errorf("write %T as a picture: it has none", v)
		}
		_, _ = w.Write(d.drawn()) // a client who leaves is no error of ours
		return nil
	},
	Unmarshal: func([]byte, any) error { return errors.New("nothing is taken in as a picture") },
}

// show is how an answer is to be shown, and where it stands.
type show struct {
	svg      bool
	form     export.Form // of a file; "" for none
	language figures.Language
	narrow   bool
	pictures bool // beside the figure, as JSON
	coverage bool // in place of the figure, as CSV
	tiles    bool
	table    string // the address of the same numbers as JSON
}

// shown reads how. The error names format, language or narrow.
func (in *PictureInput) shown(c *call, forms ...export.Form) (show, error) {
	var wrong fault.Fields
	form, svg := export.Form(in.Format), in.Format == "svg"
	if in.Format == "" {
		form, svg = c.preferred(forms)
	}
	if !slices.Contains(forms, form) {
		form = ""
	}
	remedy := "use json or svg"
	for _, one := range forms {
		remedy += " or " + string(one)
	}
	wrong.Check(form != "" || slices.Contains([]string{"", "json", "svg"}, in.Format), "format", "is not a form of this answer", remedy)
	wrong.Check(slices.Contains([]string{"", "nl", "en"}, in.Language), "language", "is not a language of pictures and files", "use nl or en")
	wrong.Check(slices.Contains([]string{"", "tiles"}, in.Map), "map", "is not a kind of map", "use tiles, or leave it out for real boundaries where they were loaded")
	s := show{tiles: in.Map == "tiles", svg: svg, form: form, language: languageOf(in.Language), narrow: yes(in.Narrow, "narrow", &wrong), coverage: yes(in.Coverage, "coverage", &wrong), pictures: yes(in.Pictures, "pictures", &wrong)}
	wrong.Check(!s.pictures || s.form == "" && !s.svg, "pictures", "stand in an answer as JSON", "leave format out, or ask for one picture: format=svg")
	wrong.Check(!s.coverage || s.form == export.CSV && slices.Contains(forms, export.Workbook), "coverage", "is a sheet of a figure of incidents", "ask for it with format=csv; coverage stands in every answer as JSON too")
	return s, wrong.Err()
}

// source is the address of a question, and how it is to be shown.
type source struct {
	path string
	own  map[string]string // parameters that this path has beside those of every view
	PictureInput
}

// table is the address of the same numbers, as they are known at a position.
func (p source) table(in *ViewInput, position string) string {
	query := url.Values{"asOf": {position}}
	for name, value := range p.own {
		if value != "" {
			query.Set(name, value)
		}
	}
	if in.Viewer != "" {
		query.Set("viewer", in.Viewer)
	}
	for _, filter := range in.filters() {
		name, value, _ := strings.Cut(filter, "=")
		query.Add(name, value)
	}
	for _, values := range query {
		slices.Sort(values)
	}
	return base + p.path + "?" + query.Encode()
}

// link says where the table of a picture is; "" with the table itself.
func (s show) link() string {
	if !s.svg {
		return ""
	}
	return "<" + s.table + `>; rel="alternate"; type="application/json"`
}

func (s show) frame(title, unit figures.Text, told func(figures.Language) figures.Told, more ...string) picture.Frame {
	t := told(s.language)
	paragraphs := append(append([]string{}, more...), t.Definition)
	paragraphs = append(paragraphs, t.Notes...)
	return picture.Frame{
		Mark: same(t.Invented), Title: picture.Text(title), Unit: picture.Text(unit), Note: same(strings.Join(paragraphs, "\n")),
		Twin: s.table, Language: picture.Language(s.language), Narrow: s.narrow, Within: s.pictures,
	}
}

// same is what was put in one language already.
func same(said string) picture.Text { return picture.Text{NL: said, EN: said} }

// undrawable says why there is no picture, and that there is a table.
func undrawable(problem string) error {
	var wrong fault.Fields
	wrong.Add("format", problem, "ask for it as a table: format=json or csv")
	return wrong.Err()
}

type drawn interface {
	Draw(picture.Frame) (picture.Picture, error)
}

func draw(d drawn, f picture.Frame) (drawing, error) {
	p, err := d.Draw(f)
	if err != nil {
		return drawing{}, undrawable("cannot be svg: " + err.Error())
	}
	return drawing{svg: p.SVG}, nil
}

// Pictures are those of an answer that is JSON. It is exported because huma describes it.
type Pictures struct {
	Wide   string `json:"wide,omitempty" doc:"As SVG, 880 wide."`
	Narrow string `json:"narrow,omitempty" doc:"The same, 360 wide."`
	None   string `json:"none,omitempty" doc:"Why there is no picture."`
}

// both draws an answer wide and narrow; nil where they are not asked for.
func (s show) both(draw func(show) (drawing, error)) (*Pictures, error) {
	if !s.pictures {
		return nil, nil
	}
	s.narrow = false
	wide, err := draw(s)
	if err == nil {
		s.narrow = true
		var narrow drawing
		if narrow, err = draw(s); err == nil {
			return &Pictures{Wide: string(wide.svg), Narrow: string(narrow.svg)}, nil
		}
	}
	var f *fault.Fault
	if errors.As(err, &f) && f.Kind == fault.Invalid && len(f.Fields) == 1 {
		return &Pictures{None: strings.TrimPrefix(f.Fields[0].Problem, "cannot be svg: ")}, nil
	}
	return nil, err
}

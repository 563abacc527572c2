package web

import (
	"net/url"
	"time"

	"ruggensteun/domain/access"
	"ruggensteun/domain/certificate"
	"ruggensteun/domain/codes"
	"ruggensteun/domain/retention"
	"ruggensteun/projections/figures"
)

const certificatesAt = "/privacy/certificaten"

// certificatePages are those of proofs of what was erased, beside the one of a single proof.
func (w *web) certificatePages() map[string]page {
	return map[string]page{certificatesAt: {show: w.certificates}}
}

type certificatesAnswer struct {
	Employer     string
	Certificates []struct {
		ID           string
		Kind         retention.Kind
		Purposes     []string
		Reason       codes.Code
		At           time.Time
		Events       int
		KeyCount     int    `json:"key_count"`
		ExportCount  int    `json:"export_count"`
		BackupsUntil string `json:"backups_until"`
	}
	Next   string
	Notice *figures.Text
}

// certificates lists them, the newest first; an employer that left keeps them.
func (w *web) certificates(v *visit) error {
	var all certificatesAnswer
	query := url.Values{}
	if after := v.r.URL.Query().Get("na"); after != "" {
		query.Set("after", after)
	}
	if err := v.ask("/v1/certificates", query, &all); err != nil {
		return err
	}
	if v.Actor.Role == access.PrivacyOfficer {
		v.privacyCrumb()
	}
	t := &deskTable{Caption: v.word("certificates.caption"), Empty: v.word("certificates.none"), Head: []string{v.word("privacy.at"), v.word("certificates.paper"), v.word("privacy.kind"), v.word("privacy.details"), v.word("erase.reason"), v.word("certificates.keys"), v.word("certificates.exports"), v.word("certificates.backups")}}
	for _, c := range all.Certificates {
		paper := "/v1/certificates/" + url.PathEscape(c.ID) + "/paper?language=" + string(v.Language)
		t.Rows = append(t.Rows, []deskCell{{Text: v.moment(c.At), To: v.To("/privacy/bewijs/" + c.ID)}, {Acts: []deskAct{{Link: paper, Text: "PDF", Of: v.moment(c.At)}}}, said(v.certificateKind(c.Kind)), said(v.detailsOf(c.Purposes)), said(v.label(codes.RedactionReason, c.Reason)),
			v.count(c.KeyCount), v.count(c.ExportCount), said(v.date(c.BackupsUntil))})
	}
	s := deskSection{ID: "lijst", Title: v.word("certificates.list"), Texts: []string{v.word("certificates.text")}, Table: t}
	if all.Next != "" {
		s.Links = append(s.Links, link{Text: v.word("certificates.older"), To: v.To(certificatesAt) + "?" + url.Values{"na": {all.Next}}.Encode()})
	}
	s.Links = append(s.Links, link{Text: v.word("departure.link"), To: v.To(departureAt)})
	return v.show("desk", v.word("certificates.title"), &deskPage{Lead: v.word("certificates.lead"), Mark: v.noted(all.Notice), Sections: []deskSection{s}})
}

// certificateKind is of what, also of all that was of an employer.
func (v *visit) certificateKind(k retention.Kind) string {
	if k == certificate.OfEmployer {
		return v.word("certificates.of-employer")
	}
	return v.kindOf(k)
}

package codes

// Article is the article of a law that a step or an offence stands on, from a day to a
// day: numbers change while cases run (DOMAIN 3.4).
type Article struct {
	Of       Code   // a step of CaseStep or an offence of Qualification
	Text     string // "art. 12 Sv"
	From, To string // first and last day (2006-01-02) on which it has this number; "" is open
	// Note says in Dutch and English what is known of another number; "" when nothing is.
	NoteNL, NoteEN string
	Source         Source
}

// articles are all numbers that we know. Where nobody has checked the day or the
// number the source says so.
var articles = []Article{
	{Of: "ART12", Text: "art. 12 Sv", Source: Found,
		NoteNL: "wordt art. 3.2.1 in het gemoderniseerde Wetboek van Strafvordering, gepland voor 2029; niet nagekeken",
		NoteEN: "becomes art. 3.2.1 in the modernised code of criminal procedure, planned for 2029; not checked"},
	{Of: "ART12_DEC", Text: "art. 12 Sv", Source: Found,
		NoteNL: "wordt art. 3.2.1 in het gemoderniseerde Wetboek van Strafvordering, gepland voor 2029; niet nagekeken",
		NoteEN: "becomes art. 3.2.1 in the modernised code of criminal procedure, planned for 2029; not checked"},
	{Of: "VICT_INFO_REQ", Text: "art. 51ac Sv", Source: Law},
	{Of: "VICT_INFO_REC", Text: "art. 51ac Sv", Source: Law},
	{Of: "DOXING", Text: "art. 285d Sr", From: "2024-01-01", Source: Law,
		NoteNL: "de strafverhoging noemt politie en boa, niet brandweer en ambulance",
		NoteEN: "the aggravation names police and boa's, not fire and ambulance crews"},
	{Of: "SEXUAL", Text: "art. 246 Sr", To: "2024-06-30", Source: Background},
	{Of: "SEXUAL", Text: "art. 240 e.v. Sr", From: "2024-07-01", Source: Background},
}

// Articles give the articles of a step or an offence that were in force on a day
// (2006-01-02); on "" all there ever were.
func Articles(of Code, day string) []Article {
	var list []Article
	for _, a := range articles {
		in := day == "" || (a.From == "" || a.From <= day) && (a.To == "" || day <= a.To)
		if a.Of == of && in {
			list = append(list, a)
		}
	}
	return list
}

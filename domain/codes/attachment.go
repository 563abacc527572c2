package codes

// AttachmentKind is what a file beside an incident holds. Its name and content are
// sealed and not in the record: a name such as "foto mevrouw De Vries" tells enough.
var AttachmentKind = List{Name: "attachment kind", NL: "soort bijlage", EN: "kind of attachment",
	AsksNL: "Wat voor bijlage is het?", AsksEN: "What kind of attachment is it?", Codes: []Entry{
		{Code: "PHOTO", NL: "foto", EN: "photo", Source: Proposed,
			ExplainNL: "een foto, van schade of van de plek", ExplainEN: "a photo, of damage or of the place"},
		{Code: "VIDEO", NL: "video", EN: "video", Source: Proposed,
			ExplainNL: "bewegend beeld, ook van een bodycam of camera", ExplainEN: "moving pictures, from a bodycam or camera too"},
		{Code: "AUDIO", NL: "geluid", EN: "sound", Source: Proposed,
			ExplainNL: "een opname, zoals van een noodoproep", ExplainEN: "a recording, such as of an emergency call"},
		{Code: "DOCUMENT", NL: "document", EN: "document", Source: Proposed,
			ExplainNL: "een brief, formulier of verslag", ExplainEN: "a letter, form or report"},
		{Code: "MESSAGE", NL: "bericht", EN: "message", Source: Proposed,
			ExplainNL: "een e-mail, chatbericht of schermafdruk daarvan", ExplainEN: "an e-mail, a chat message or a picture of one"},
	}}

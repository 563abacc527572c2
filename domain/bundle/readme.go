package bundle

// ReadMe is leesmij.txt of every bundle: what stands in it is the same for all, so that it can be
// held against the text of the program.
const ReadMe = `DEZE BUNDEL

timeline.pdf   wat er gebeurd is, om te lezen
readable/      elke gebeurtenis zoals zij is vastgelegd, geopend
documents/     de brieven en formulieren bij de zaak
photos/        de foto's bij de incidenten, zonder plaats en tijd van de camera
events/        dezelfde gebeurtenissen, verzegeld zoals zij in het logboek staan
bundle.json    wat erin zit, met de hash van elke gebeurtenis en elk bestand
bundle.sig     de handtekening (Ed25519) daarover

Controleren, zonder server en zonder internet:

    ruggensteun bundle verify BESTAND.zip --key SLEUTEL

De sleutel vraagt u de werkgever, langs een andere weg dan waarlangs u dit bestand kreeg
(ruggensteun key show). Pak het bestand niet uit en opnieuw in: ook dat ziet de controle.

Wat het bewijst: dat dit is wat die server op dat moment van de zaak had vastgelegd, en dat er
sindsdien niets in is gewijzigd, toegevoegd of weggelaten.
Wat het niet bewijst: dat het vastgelegde waar is; dat de klok van de server goed liep; dat wie
de server beheert niets anders heeft ondertekend; wat er daarna is vastgelegd.
Wat vergeten is (recht op gegevenswissing) staat er als "forgotten": true. De hash van wat
verzegeld was blijft, dus ook dan klopt de rest.

IN ENGLISH

timeline.pdf is what happened, readable/ holds each event as it was recorded and opened, events/
the same sealed as in the log, bundle.json the list with all hashes, bundle.sig the signature.
Check it offline with the command above; ask the employer for the key by another way. It proves
that this is what that server had on record of the case, and that nothing was changed since; not
that it is true, that its clock was right, or that whoever runs it signed nothing else.
`

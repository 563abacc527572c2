package api

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"ruggensteun/adapters/photo/phototest"
	"ruggensteun/domain/access"
)

// matrix is what each role gets from each route, on its own employer's records
// and then on another's. Change it only with the rule that it shows. An analyst's figures, and
// the operator's, are as of the end of a month, and here none has ended: 503.
const matrix = `
route                                 nobody operator reporter registrar case-worker analyst
POST /incidents                       401    403      201/403  201/403   403/403     403
GET  /incidents                       401    403      200/200  200/200   200/200     403
GET  /incidents/{id}                  401    403      200/404  200/404   200/404     403
GET  /incidents/{id}/timeline         401    403      200/404  200/404   200/404     403
GET  /incidents/{id}/likely-doubles   401    403      200/404  200/404   200/404     403
POST /incidents/{id}/details          401    403      200/404  200/404   200/404     403
POST /incidents/{id}/corrections      401    403      403/403  200/404   403/403     403
POST /incidents/{id}/withdrawal       401    403      403/403  200/404   403/403     403
POST /incidents/{id}/course           401    403      200/404  200/404   200/404     403
POST /incidents/{id}/police-support   401    403      200/404  200/404   200/404     403
POST /incidents/{id}/force-reports    401    403      200/404  200/404   200/404     403
POST /incidents/{id}/qualifications   401    403      403/403  200/404   200/404     403
POST /incidents/{id}/qualification-retractions 401 403 403/403 409/404   409/404     403
POST /incidents/{id}/attachments      401    403      200/404  200/404   200/404     403
POST /incidents/{id}/attachment-removals 401 403      403/403  200/404   403/403     403
POST /incidents/{id}/photos           401    403      201/404  201/404   201/404     403
GET  /incidents/{id}/photos           401    403      200/404  200/404   200/404     403
GET  /incidents/{id}/photos/{photo}   401    403      200/404  200/404   200/404     403
POST /incidents/{id}/photos/{photo}/withdrawal 401 403 200/404 200/404   403/404     403
POST /incidents/{id}/suspects         401    403      200/404  200/404   200/404     403
POST /incidents/{id}/suspect-removals 401    403      403/403  200/404   200/404     403
POST /incidents/{id}/merge            401    403      403/403  200/404   403/403     403
POST /incidents/{id}/split            401    403      403/403  200/404   403/403     403
POST /incidents/{id}/closing          401    403      403/403  200/404   403/403     403
POST /incidents/{id}/reopening        401    403      403/403  200/404   403/403     403
POST /suspects                        401    403      403/403  201/403   201/403     403
GET  /suspects/{id}                   401    403      403/403  200/404   200/404     403
POST /suspects/{id}/description       401    403      403/403  200/404   200/404     403
POST /suspects/{id}/identity          401    403      403/403  200/404   200/404     403
POST /suspects/{id}/identity-removal  401    403      403/403  200/404   200/404     403
POST /suspects/{id}/history           401    403      403/403  200/404   200/404     403
POST /suspects/{id}/history-removals  401    403      403/403  200/404   200/404     403
POST /suspects/{id}/clearances        401    403      403/403  200/404   200/404     403
POST /suspects/{id}/reviews           401    403      403/403  409/404   409/404     403
POST /suspects/{id}/attention         401    403      403/403  409/404   403/403     403
POST /suspects/{id}/attention-renewal 401    403      403/403  409/404   403/403     403
POST /suspects/{id}/attention-ending  401    403      403/403  200/404   403/403     403
POST /incidents/{id}/erasure          401    403      403/403  200/404   403/403     403
POST /suspects/{id}/erasure           401    403      403/403  200/404   403/403     403
POST /suspects/{id}/links             401    403      403/403  409/404   403/403     403
GET  /suspect-links                   401    403      403/403  200/200   403/403     403
POST /suspect-links/{id}/joining      401    403      403/403  409/404   403/403     403
POST /suspect-links/{id}/approval     401    403      403/403  403/403   403/403     403
POST /suspect-links/{id}/review       401    403      403/403  403/403   403/403     403
POST /suspect-links/{id}/ending       401    403      403/403  200/404   403/403     403
GET  /persons/{id}                    401    403      403/403  200/404   200/404     403
POST /persons/{id}/merge              401    403      403/403  200/404   403/403     403
POST /persons/{id}/split              401    403      403/403  200/404   403/403     403
POST /persons/{id}/erasure            401    403      403/403  200/404   403/403     403
POST /cases                           401    403      403/403  201/403   201/403     403
GET  /cases/{id}                      401    403      403/403  200/404   200/404     403
GET  /cases/{id}/timeline             401    403      403/403  200/404   200/404     403
GET  /cases/{id}/bundle               401    403      403/403  200/404   200/404     403
GET  /cases                           401    403      403/403  200/200   200/200     403
GET  /worklist                        401    403      403/403  200/200   200/200     403
GET  /worklist/digest                 401    403      403/403  200/200   200/200     403
GET  /worklist/agreements             401    403      403/403  200/200   200/200     403
POST /cases/{id}/links                401    403      403/403  200/404   200/404     403
POST /cases/{id}/link-removals        401    403      403/403  200/404   200/404     403
POST /cases/{id}/notices              401    403      403/403  200/404   200/404     403
POST /cases/{id}/calls                401    403      403/403  200/404   200/404     403
POST /cases/{id}/notice-corrections   401    403      403/403  409/404   409/404     403
POST /cases/{id}/tellings             401    403      403/403  409/404   409/404     403
POST /cases/{id}/notice-withdrawals   401    403      403/403  409/404   409/404     403
POST /cases/{id}/closing              401    403      403/403  409/404   409/404     403
POST /cases/{id}/erasure              401    403      403/403  200/404   403/403     403
POST /cases/{id}/reopening            401    403      403/403  200/404   200/404     403
POST /cases/{id}/merge                401    403      403/403  200/404   200/404     403
POST /cases/{id}/split                401    403      403/403  200/404   200/404     403
POST /cases/{id}/agreement-uses       401    403      403/403  200/404   200/404     403
GET  /triage                          401    403      403/403  200/200   200/200     403
GET  /triage/{id}                     401    403      403/403  200/404   200/404     403
POST /triage/{id}/setting-aside       401    403      403/403  200/404   200/404     403
POST /triage/{id}/reopening           401    403      403/403  200/404   200/404     403
POST /triage/{id}/match               401    403      403/403  200/404   200/404     403
POST /triage/{id}/erasure             401    403      403/403  200/404   403/403     403
POST /cases/{id}/assignment           401    403      403/403  200/404   200/404     403
POST /cases/{id}/hand-over            401    403      403/403  409/404   409/404     403
POST /cases/{id}/acceptance           401    403      403/403  409/404   409/404     403
POST /cases/{id}/name-tellings        401    403      403/403  409/404   409/404     403
POST /cases/{id}/refusal              401    403      403/403  409/404   409/404     403
POST /cases/{id}/keeping              401    403      403/403  200/404   200/404     403
POST /cases/{id}/snooze               401    403      403/403  200/404   200/404     403
POST /cases/{id}/waking               401    403      403/403  200/404   200/404     403
POST /cases/{id}/clock-facts          401    403      403/403  200/404   200/404     403
POST /cases/{id}/clock-fact-retractions 401 403 403/403  409/404   409/404     403
POST /agreements                      401    200      403/403  200/403   403/403     403
GET  /agreements                      401    200      200/200  200/200   200/200     200
POST /agreements/{agreement}/withdrawal 401  404      403/403  404/403   403/403     403
POST /incidents/{id}/documents        401    403      403/403  201/404   201/404     403
GET  /incidents/{id}/documents        401    403      403/403  200/404   200/404     403
GET  /incidents/{id}/documents/{document} 401 403     403/403  200/404   200/404     403
POST /incidents/{id}/documents/{document}/issue 401 403 403/403 200/404  200/404     403
POST /incidents/{id}/documents/{document}/withdrawal 401 403 403/403 200/404 200/404 403
POST /cases/{id}/documents            401    403      403/403  201/404   201/404     403
GET  /cases/{id}/documents            401    403      403/403  200/404   200/404     403
GET  /cases/{id}/documents/{document} 401    403      403/403  200/404   200/404     403
POST /cases/{id}/documents/{document}/issue 401 403   403/403  200/404   200/404     403
POST /cases/{id}/documents/{document}/withdrawal 401 403 403/403 200/404 200/404     403
GET  /templates                       401    400      200/200  200/200   200/200     403
POST /templates                       401    403      403/403  200/403   403/403     403
POST /templates/preview               401    403      403/403  200/403   403/403     403
POST /templates/withdrawal            401    403      403/403  404/403   403/403     403
POST /templates/letterhead            401    403      403/403  200/403   403/403     403
POST /aangiften                       401    403      403/403  201/404   201/404     403
GET  /aangiften/{id}                  401    403      403/403  200/404   200/404     403
POST /aangiften/{id}/corrections      401    403      403/403  200/404   200/404     403
POST /aangiften/{id}/retraction       401    403      403/403  200/404   200/404     403
POST /aangiften/{id}/erasure          401    403      403/403  200/404   403/403     403
POST /aftercare                       401    403      403/403  201/404   201/404     403
GET  /aftercare/{id}                  401    403      403/403  200/404   200/404     403
POST /aftercare/{id}/steps            401    403      403/403  200/404   200/404     403
POST /aftercare/{id}/injury-check     401    403      403/403  200/404   200/404     403
POST /aftercare/{id}/agreement-uses   401    403      403/403  200/404   200/404     403
POST /aftercare/{id}/clock-facts      401    403      403/403  200/404   200/404     403
POST /aftercare/{id}/clock-fact-retractions 401 403 403/403  409/404   409/404     403
POST /aftercare/{id}/step-retractions 401    403      403/403  409/404   409/404     403
POST /aftercare/{id}/assignment       401    403      403/403  200/404   200/404     403
POST /aftercare/{id}/hand-over        401    403      403/403  409/404   409/404     403
POST /aftercare/{id}/acceptance       401    403      403/403  409/404   409/404     403
POST /aftercare/{id}/name-tellings    401    403      403/403  409/404   409/404     403
POST /aftercare/{id}/refusal          401    403      403/403  409/404   409/404     403
POST /aftercare/{id}/keeping          401    403      403/403  200/404   200/404     403
POST /aftercare/{id}/snooze           401    403      403/403  200/404   200/404     403
POST /aftercare/{id}/waking           401    403      403/403  200/404   200/404     403
POST /employers                       401    201      403/403  403/403   403/403     403
GET  /employers                       401    200      200/200  200/200   200/200     403
GET  /employers/{code}                401    200      200/404  200/404   200/404     403
POST /employers/{code}/changes        401    200      403/403  200/404   403/403     403
POST /employers/{code}/mail-addresses 401    403      403/403  200/404   403/403     403
POST /employers/{code}/mail-address-removals 401 403  403/403  404/404   403/403     403
GET  /employers/{code}/mail-addresses 401    403      403/403  200/404   403/403     403
GET  /employers/{code}/mails          401    403      403/403  200/404   403/403     403
POST /boundaries                      401    200      403/403  403/403   403/403     403
GET  /boundaries                      401    200      403/403  403/403   403/403     403
POST /reference-tables/{table}        401    200      403/403  403/403   403/403     403
GET  /reference-tables/{table}        401    200      403/403  403/403   403/403     403
POST /imports                         401    403      403/403  400/400   403/403     403
GET  /imports                         401    403      403/403  200/200   403/403     403
GET  /imports/{id}                    401    403      403/403  200/404   403/403     403
GET  /imports/{id}/rejects            401    403      403/403  200/404   403/403     403
POST /imports/{id}/confirmation       401    403      403/403  202/404   403/403     403
DELETE /imports/{id}                  401    403      403/403  204/404   403/403     403
POST /imports/{id}/undoing            401    403      403/403  202/404   403/403     403
POST /notice-imports                  401    403      403/403  400/400   400/400     403
GET  /notice-imports                  401    403      403/403  200/200   200/200     403
GET  /notice-imports/{id}             401    403      403/403  200/404   200/404     403
GET  /notice-imports/{id}/rejects     401    403      403/403  200/404   200/404     403
POST /notice-imports/{id}/confirmation 401   403      403/403  202/404   202/404     403
DELETE /notice-imports/{id}           401    403      403/403  204/404   204/404     403
POST /notice-imports/{id}/undoing     401    403      403/403  202/404   202/404     403
GET  /figures                         401    503      403/403  200/200   200/200     503
GET  /figures/change                  401    503      403/403  200/200   200/200     503
GET  /views/time-of-day               401    503      403/403  200/200   200/200     503
GET  /views/location                  401    503      403/403  200/200   200/200     503
GET  /views/triggers                  401    503      403/403  200/200   200/200     503
GET  /views/offenders                 401    503      403/403  200/200   200/200     503
GET  /views/trend                     401    503      403/403  200/200   200/200     503
GET  /views/chain                     401    503      403/403  200/200   200/200     503
POST /releases                        401    403      403/403  403/403   403/403     503
GET  /releases                        401    200      403/403  200/200   200/200     200
GET  /releases/{id}                   401    200      403/403  200/200   200/200     200
GET  /releases/{id}/answers/{hash}    401    200      403/403  200/200   200/200     200
GET  /releases/{id}/check             401    200      403/403  200/200   200/200     200
POST /releases/{id}/explanations      401    403      403/403  200/200   403/403     403
POST /releases/{id}/publication       401    403      403/403  403/403   403/403     200
POST /releases/{id}/withdrawal        401    403      403/403  403/403   403/403     200
GET  /citations/{hash}                200    200      200/200  200/200   200/200     200
POST /campaigns                       401    201      403/403  201/201   403/403     201
GET  /campaigns                       401    200      403/403  200/200   200/200     200
POST /campaigns/{id}/withdrawal       401    403      403/403  200/404   403/403     403
POST /questions                       401    201      403/403  201/201   201/201     201
GET  /questions                       401    200      403/403  200/200   200/200     200
GET  /questions/{id}                  401    503      403/403  200/200   200/200     503
POST /questions/{id}/name             401    404      403/403  200/404   200/404     404
POST /questions/{id}/removal          401    404      403/403  200/404   200/404     404
POST /coding-samples                  401    403      403/403  201/403   403/403     403
GET  /coding-samples                  401    403      403/403  200/200   200/200     403
GET  /coding-samples/{id}             401    403      403/403  200/404   200/404     403
GET  /coding-samples/{id}/task        401    403      403/403  200/404   200/404     403
POST /coding-samples/{id}/answers     401    403      403/403  200/404   200/404     403
POST /coding-samples/{id}/closing     401    403      403/403  409/404   403/403     403
POST /permits                         401    403      403/403  201/403   201/403     403
GET  /permits                         401    403      403/403  200/200   200/200     403
GET  /permits/{id}                    401    403      403/403  200/404   200/404     403
POST /permits/{id}/grant              401    403      403/403  200/404   403/403     403
POST /permits/{id}/refusal            401    403      403/403  200/404   403/403     403
POST /permits/{id}/withdrawal         401    403      403/403  200/404   200/404     403
POST /persons/search                  401    403      403/403  403/404   409/404     403
POST /suspects/search                 401    403      403/403  403/404   409/404     403
GET  /exports                         401    200      403/403  200/200   403/403     403
GET  /attempts                        401    403      403/403  403/403   403/403     403
GET  /actors                          401    403      403/403  200/200   200/200     403
GET  /signins                         401    200      403/403  403/403   403/403     403
GET  /exports/everything              401    400      403/403  200/200   403/403     400
GET  /retention                       401    403      403/403  200/200   403/403     403
POST /retention                       401    403      403/403  200/200   403/403     403
GET  /records/{kind}/{id}/readers      401    403      403/403  403/403   403/403     403
GET  /retention/due                   401    403      403/403  200/200   403/403     403
POST /erasures                        401    403      403/403  201/404   403/403     403
GET  /certificates/{id}               401    403      403/403  200/404   403/403     403
GET  /certificates                    401    403      403/403  200/200   403/403     403
GET  /certificates/{id}/paper         401    403      403/403  200/404   403/403     403
POST /access-requests                 401    403      403/403  403/403   403/403     403
GET  /access-requests                 401    403      403/403  403/403   403/403     403
GET  /access-requests/{id}            401    403      403/403  403/403   403/403     403
POST /access-requests/{id}/extension  401    403      403/403  403/403   403/403     403
POST /access-requests/{id}/withholding 401   403      403/403  403/403   403/403     403
POST /access-requests/{id}/delivery   401    403      403/403  403/403   403/403     403
POST /access-requests/{id}/refusal    401    403      403/403  403/403   403/403     403
GET  /access-requests/{id}/file       401    403      403/403  403/403   403/403     403
POST /retention/rounds                401    403      403/403  200/200   403/403     403
GET  /retention/rounds                401    403      403/403  200/200   403/403     403
POST /holds                           401    403      403/403  201/400   403/403     403
GET  /holds                           401    403      403/403  200/200   403/403     403
POST /holds/{id}/renewal              401    403      403/403  200/404   403/403     403
POST /holds/{id}/lifting              401    403      403/403  200/404   403/403     403
POST /employers/{code}/departure               401    403      403/403  400/404   403/403     403
GET  /employers/{code}/departure               401    200      403/403  200/404   403/403     403
POST /employers/{code}/departure/confirmation  401    409      403/403  403/403   403/403     403
POST /employers/{code}/departure/withdrawal    401    200      403/403  200/404   403/403     403
POST /employers/{code}/departure/steps         401    409      403/403  403/403   403/403     403
GET  /code-lists                      200    200      200/200  200/200   200/200     200
GET  /code-lists/{name}               200    200      200/200  200/200   200/200     200
GET  /gemeenten                       200    200      200/200  200/200   200/200     200
GET  /health/live                     200    200      200/200  200/200   200/200     200
GET  /health/ready                    200    200      200/200  200/200   200/200     200
GET  /operation                       401    200      403/403  403/403   403/403     403
POST /operation/orders                401    202      403/403  403/403   403/403     403
GET  /operation/changes               401    200      403/403  403/403   403/403     403
GET  /incidents/changes               401    403      200/200  200/200   200/200     403
GET  /worklist/changes                401    403      403/403  200/200   200/200     403
GET  /openapi.json                    200    200      200/200  200/200   200/200     200
`

var bodies = map[string]string{
	"/incidents":                                `{"employer":"GEM-ROTTERDAM"}`,
	"/incidents/{id}/details":                   `{"narrative":"%s"}`,
	"/incidents/{id}/corrections":               `{"reason":"x","narrative":"%s"}`,
	"/incidents/{id}/withdrawal":                `{"reason":"TEST"}`,
	"/incidents/{id}/course":                    `{"steps":[{"phase":"P5_PHYS"}]}`,
	"/incidents/{id}/police-support":            `{"support":{"status":"ASKED"}}`,
	"/incidents/{id}/force-reports":             `{"report":"%s"}`,
	"/incidents/{id}/qualifications":            `{"by":"POLICE","offence":"ASSAULT"}`,
	"/incidents/{id}/qualification-retractions": `{"by":"POLICE","offence":"ASSAULT","reason":"x"}`,
	"/incidents/{id}/attachments":               `{"kind":"PHOTO","hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","size":1}`,
	"/incidents/{id}/photos/{photo}/withdrawal": `{"reason":"x"}`,
	"/incidents/{id}/attachment-removals":       `{"id":"0199aaaa-0000-7000-8000-000000000001","reason":"x"}`,
	"/incidents/{id}/suspects":                  `{"kind":"GROUP"}`,
	"/incidents/{id}/suspect-removals":          `{"id":"0199aaaa-0000-7000-8000-000000000001","reason":"x"}`,
	"/incidents/{id}/merge":                     `{"into":"%other"}`,
	"/incidents/{id}/split":                     `{"reason":"x"}`,
	"/incidents/{id}/closing":                   `{"reason":"COMPLETE"}`,
	"/incidents/{id}/reopening":                 `{"reason":"x"}`,
	"/suspects":                                 `{"employer":"GEM-ROTTERDAM"}`,
	"/suspects/{id}/description":                `{"sex":"MALE"}`,
	"/suspects/{id}/identity":                   `{"name":"x"}`,
	"/suspects/{id}/identity-removal":           `{"reason":"x"}`,
	"/suspects/{id}/history":                    `{"flag":"H_BAN","provenance":"OWN","on":"2026-01-02"}`,
	"/suspects/{id}/history-removals":           `{"id":"0199aaaa-0000-7000-8000-000000000001","reason":"x"}`,
	"/suspects/{id}/clearances":                 `{"incident":"0199aaaa-0000-7000-8000-000000000001","ground":"ACQUITTAL","on":"2026-01-02","document":"x"}`,
	"/suspects/{id}/reviews":                    `{"incident":"0199aaaa-0000-7000-8000-000000000001","leaves":true,"reason":"x"}`,
	"/cases":                                    `{"employer":"GEM-ROTTERDAM"}`,
	"/cases/{id}/links":                         `{"kind":"INCIDENT","id":"%other"}`,
	"/cases/{id}/link-removals":                 `{"kind":"INCIDENT","id":"%other","reason":"x"}`,
	"/cases/{id}/notices":                       `{"received":{"at":"2026-11-20"},"source":"OM","step":"PV_OM","effect":{"at":"2026-11-19"}}`,
	"/cases/{id}/calls":                         `{"next":"x"}`,
	"/cases/{id}/notice-corrections":            `{"id":"0199aaaa-0000-7000-8000-000000000001","received":{"at":"2026-11-20"},"source":"OM","step":"PV_OM","effect":{"at":"2026-11-19"},"reason":"x"}`,
	"/cases/{id}/tellings":                      `{"victim":"%person","channel":"PHONE","on":{"at":"2026-11-20"}}`,
	"/cases/{id}/notice-withdrawals":            `{"id":"0199aaaa-0000-7000-8000-000000000001","reason":"x"}`,
	"/cases/{id}/closing":                       `{}`,
	"/cases/{id}/erasure":                       `{"what":["prosecution"],"reason":"ERASURE","forever":true}`,
	"/cases/{id}/reopening":                     `{"reason":"x"}`,
	"/cases/{id}/merge":                         `{"into":"%case"}`,
	"/cases/{id}/split":                         `{"reason":"x"}`,
	"/cases/{id}/agreement-uses":                `{"agreement":"HOGER-BEROEP","whose":"PROGRAM","version":"2026-1","because":"AGREED"}`,
	"/triage/{id}/setting-aside":                `{"reason":"x"}`,
	"/triage/{id}/reopening":                    `{"reason":"x"}`,
	"/triage/{id}/match":                        `{"case":"%case"}`,
	"/triage/{id}/erasure":                      `{"what":["prosecution"],"reason":"ERASURE","forever":true}`,
	"/cases/{id}/clock-facts":                   `{"fact":"SUSPENDED","on":{"at":"2026-11-20"},"because":"NOT_POSSIBLE"}`,
	"/cases/{id}/clock-fact-retractions":        `{"id":"0199aaaa-0000-7000-8000-000000000001"}`,
	"/aftercare/{id}/clock-facts":               `{"fact":"SUSPENDED","on":{"at":"2026-11-20"},"because":"NOT_POSSIBLE"}`,
	"/aftercare/{id}/clock-fact-retractions":    `{"id":"0199aaaa-0000-7000-8000-000000000001"}`,
	"/agreements":                               `{"employer":"GEM-ROTTERDAM","code":"A-%s","version":"2027-1","name":{"nl":"x","en":"x"},"basis":{"kind":"AGREEMENT","nl":"x","en":"x"},"valid_from":"2027-01-01","starts":["AANG"],"ends":["ZSM"],"term":"2 days","responsible":"OM"}`,
	"/agreements/{agreement}/withdrawal":        `{"employer":"GEM-ROTTERDAM","version":"2020-1"}`,
	"/aangiften":                                `{"employer":"GEM-ROTTERDAM","on":{"at":"2026-11-20"},"complainant":"EMPLOYER","incidents":["%other"]}`,
	"/aangiften/{id}/corrections":               `{"on":{"at":"2026-11-20"},"complainant":"EMPLOYER","incidents":["%other"],"reason":"x"}`,
	"/aangiften/{id}/retraction":                `{"reason":"x"}`,
	"/aangiften/{id}/erasure":                   `{"what":["reference"],"reason":"ERASURE","forever":true}`,
	"/aftercare":                                `{"employer":"GEM-ROTTERDAM","incident":"%other","worker":"%person"}`,
	"/aftercare/{id}/steps":                     `{"step":"TALK_1","status":"DONE","on":{"at":"2026-11-20"}}`,
	"/aftercare/{id}/injury-check":              `{"on":{"at":"2026-11-20"}}`,
	"/aftercare/{id}/agreement-uses":            `{"agreement":"LEIDINGGEVENDE-24-UUR","whose":"PROGRAM","version":"2026-1","because":"AGREED"}`,
	"/aftercare/{id}/step-retractions":          `{"id":"0199aaaa-0000-7000-8000-000000000001","reason":"x"}`,
	"/cases/{id}/assignment":                    `{"responsible":"0199aaaa-0000-7000-8000-000000000031"}`,
	"/cases/{id}/hand-over":                     `{"to":"0199aaaa-0000-7000-8000-000000000031"}`,
	"/cases/{id}/acceptance":                    `{}`,
	"/cases/{id}/name-tellings":                 `{"victim":"%person","channel":"PHONE","on":{"at":"2026-11-20"}}`,
	"/cases/{id}/refusal":                       `{"reason":"x"}`,
	"/cases/{id}/keeping":                       `{}`,
	"/cases/{id}/snooze":                        `{"until":"2027-01-12","reason":"x"}`,
	"/cases/{id}/waking":                        `{}`,
	"/aftercare/{id}/assignment":                `{"responsible":"0199aaaa-0000-7000-8000-000000000031"}`,
	"/aftercare/{id}/hand-over":                 `{"to":"0199aaaa-0000-7000-8000-000000000031"}`,
	"/aftercare/{id}/acceptance":                `{}`,
	"/aftercare/{id}/name-tellings":             `{"victim":"%person","channel":"PHONE","on":{"at":"2026-11-20"}}`,
	"/aftercare/{id}/refusal":                   `{"reason":"x"}`,
	"/aftercare/{id}/keeping":                   `{}`,
	"/aftercare/{id}/snooze":                    `{"until":"2027-01-12","reason":"x"}`,
	"/aftercare/{id}/waking":                    `{}`,
	"/incidents/{id}/erasure":                   `{"what":["address"],"reason":"ERASURE","forever":true}`,
	"/suspects/{id}/erasure":                    `{"what":["profile"],"reason":"ERASURE","forever":true}`,
	"/persons/{id}/merge":                       `{"into":"%person","reason":"x"}`,
	"/persons/{id}/split":                       `{"reason":"x"}`,
	"/persons/{id}/erasure":                     `{"employer":"GEM-ROTTERDAM","what":["health"],"reason":"ERASURE","forever":true}`,
	"/boundaries":                               strings.ReplaceAll(examples["loadBoundaries"], "\n", " "),
	"/reference-tables/{table}":                 `{"source":"CBS","rows":[{"of":"GM0599","since":"2026-01-01","value":"1"}]}`,
	"/employers":                                `{"code":"E-%s","name":"x","kind":"EMP_GEM"}`,
	"/employers/{code}/changes":                 `{"name":"%s"}`,
	"/employers/{code}/mail-addresses":          `{"party":"MANAGER","address":"%s@example.nl","wants":"AT_ONCE"}`,
	"/employers/{code}/mail-address-removals":   `{"id":"0199aaaa-0000-7000-8000-000000000001"}`,

	"/incidents/{id}/documents":                       `{"kind":"AANGIFTE"}`,
	"/incidents/{id}/documents/{document}/issue":      `{"blanks":true}`,
	"/incidents/{id}/documents/{document}/withdrawal": `{"reason":"x"}`,
	"/cases/{id}/documents":                           `{"kind":"WARNING_LETTER"}`,
	"/cases/{id}/documents/{document}/issue":          `{"blanks":true}`,
	"/cases/{id}/documents/{document}/withdrawal":     `{"reason":"x"}`,
	"/templates":            `{"employer":"GEM-ROTTERDAM","kind":"WARNING_LETTER","title":"x","body":"%s"}`,
	"/templates/preview":    `{"employer":"GEM-ROTTERDAM","kind":"WARNING_LETTER","title":"x","body":"{what}"}`,
	"/templates/withdrawal": `{"employer":"GEM-ROTTERDAM","kind":"WARNING_LETTER","version":77}`,
	"/templates/letterhead": `{"employer":"GEM-ROTTERDAM","address":["%s"]}`,

	"/releases":                                `{"title":{"nl":"x","en":"x"},"viewer":"public","questions":["incident by place"]}`,
	"/releases/{id}/explanations":              `{"text":"%s"}`,
	"/releases/{id}/publication":               `{"early":"x"}`,
	"/releases/{id}/withdrawal":                `{"reason":"x"}`,
	"/questions":                               `{"name":{"nl":"%s","en":"%s"},"question":"incident by place"}`,
	"/questions/{id}/name":                     `{"name":{"nl":"%s","en":"%s"}}`,
	"/questions/{id}/removal":                  `{}`,
	"/coding-samples":                          `{"employer":"GEM-ROTTERDAM","size":2,"lists":["behaviour"]}`,
	"/coding-samples/{id}/answers":             `{"item":1,"answers":[{"list":"behaviour","codes":["SPIT"]}]}`,
	"/coding-samples/{id}/closing":             `{}`,
	"/campaigns":                               `{"kind":"CAMPAIGN","name":{"nl":"%s","en":"%s"},"from":"2026-06-01"}`,
	"/campaigns/{id}/withdrawal":               `{}`,
	"/retention":                               `{"kind":"INCIDENT","purpose":"narrative","regime":"AVG","term":"P3Y"}`,
	"/permits":                                 `{"employer":"GEM-ROTTERDAM","kind":"SEARCH_PERSONS","search":{"name":"x"},"reason":"x"}`,
	"/suspects/{id}/links":                     `{"with":"VR-RIJNMOND","basis":{"statute":"x","reference":"x"},"notice":{"on":"2026-11-20","document":"x"},"review":"2027-01-01","end":"2027-01-01"}`,
	"/suspect-links/{id}/joining":              `{"file":"%file","notice":{"on":"2026-11-20","document":"x"}}`,
	"/suspect-links/{id}/approval":             `{}`,
	"/suspect-links/{id}/review":               `{"review":"2027-01-01"}`,
	"/suspect-links/{id}/ending":               `{}`,
	"/suspects/{id}/attention":                 `{"ground":"BAN","why":"x","notice":{"on":"2026-11-20","document":"x"},"review":"2027-01-01","end":"2027-01-01"}`,
	"/suspects/{id}/attention-renewal":         `{"reason":"x","review":"2027-01-01","end":"2027-01-01"}`,
	"/suspects/{id}/attention-ending":          `{"reason":"x"}`,
	"/permits/{id}/grant":                      `{"hours":1,"uses":1}`,
	"/permits/{id}/refusal":                    `{"reason":"x"}`,
	"/permits/{id}/withdrawal":                 `{"reason":"x"}`,
	"/persons/search":                          `{"permit":"%permit","name":"x"}`,
	"/suspects/search":                         `{"permit":"%permit","name":"x"}`,
	"/holds":                                   `{"kind":"INCIDENT","of":"%nameless","ground":"CLAIM","reason":"x","until":"2027-02-01"}`,
	"/holds/{id}/renewal":                      `{"until":"2027-03-01","reason":"x"}`,
	"/holds/{id}/lifting":                      `{"reason":"x"}`,
	"/operation/orders":                        `{"order":"PAUSE_CONSUMER","of":"mail"}`,
	"/access-requests":                         `{"kind":"USER","of":"%nameless","verified":"LOGIN"}`,
	"/access-requests/{id}/extension":          `{"why":"COMPLEX","reason":"x"}`,
	"/access-requests/{id}/withholding":        `{"record":"%nameless","ground":"INVESTIGATION","reason":"x"}`,
	"/access-requests/{id}/delivery":           `{"hash":"x","how":"BY_HAND"}`,
	"/access-requests/{id}/refusal":            `{"ground":"UNFOUNDED","reason":"x"}`,
	"/retention/rounds":                        `{"forever":true}`,
	"/erasures":                                `{"kind":"INCIDENT","of":"%nameless","what":["address"],"reason":"ERASURE","forever":true}`,
	"/employers/{code}/departure":              `{"export":"0000000000000000000000000000000000000000000000000000000000000000"}`,
	"/employers/{code}/departure/confirmation": `{"export":"0000000000000000000000000000000000000000000000000000000000000000","forever":true}`,
	"/employers/{code}/departure/withdrawal":   `{}`,
	"/employers/{code}/departure/steps":        `{}`,
}

func TestWhoMayDoWhat(t *testing.T) {
	t.Parallel()
	rows := strings.Split(strings.TrimSpace(matrix), "\n")
	roles := strings.Fields(rows[0])[1:]
	covered := map[string]bool{}
	w := newWorld(t)
	w.post("/v1/reference-tables/urbanity", access.Operator, uuid.Nil, bodies["/reference-tables/{table}"]).want(200)
	w.release(false) // which is cited
	for _, row := range rows[1:] {
		cells := strings.Fields(row)
		covered[cells[0]+" "+cells[1]] = true
		for i, role := range roles {
			own, foreign, both := strings.Cut(cells[i+2], "/")
			w.ask(t, cells[0], cells[1], role, own, false)
			if both {
				w.ask(t, cells[0], cells[1], role, foreign, true)
			}
		}
	}
	for _, r := range (&api{}).routes() {
		if !covered[r.method+" "+r.path] {
			t.Errorf("%s %s is not in the matrix", r.method, r.path)
		}
	}
}

func (w *world) ask(t *testing.T, method, path, role, want string, foreign bool) {
	t.Run(fmt.Sprintf("%s %s as %s, foreign %t", method, path, role, foreign), func(t *testing.T) {
		t.Parallel()
		noun, _, _ := strings.Cut(path[1:], "/")
		incident := ""
		if strings.Contains(path, "{id}") || slices.Contains([]string{"cases", "aangiften", "aftercare", "triage", "persons"}, noun) {
			incident = w.registered(whole)
		}
		made := map[string]string{"/figures/change": "/v1/figures/change?from=1", "/incidents/{id}": incident, "{code}": city, "{name}": "behaviour", "{table}": "urbanity", "{agreement}": "UITKOMST-VERTELLEN", "{hash}": theAnswer.Hash.String()}
		person := ""
		switch noun { // only what is asked about: there are many cells
		case "persons", "cases", "aangiften", "aftercare":
			person = w.person(incident)
			made["/persons/{id}"] = "/v1/persons/" + person
			for there, make := range map[string]func(incident, person string) string{"cases": w.prosecution, "aangiften": w.aangifte, "aftercare": w.aftercare} {
				if there == noun {
					made["/"+there+"/{id}"] = make(incident, person)
				}
			}
			if strings.HasSuffix(path, "/merge") || strings.HasSuffix(path, "/split") {
				made["/persons/{id}"] = "/v1/persons/" + w.person(w.nameless()) // of whom no other cell knows
			}
		case "triage":
			person = w.person(incident)
			made["/triage/{id}"] = w.waiting("10/987654-26")
		case "imports":
			made["/imports/{id}"] = "/v1/imports/" + w.imports.begun(w.city)
		case "notice-imports":
			made["/notice-imports/{id}"] = "/v1/notice-imports/" + w.notices.begun(w.city)
		case "suspects":
			made["/suspects/{id}"] = w.suspect()
		case "releases":
			made["/releases/{id}"] = w.release(true)
		case "suspect-links":
			made["/suspect-links/{id}"] = w.elsewhere()
		case "permits":
			made["/permits/{id}"] = w.permit(access.CaseWorker, anyPermit)
		case "campaigns":
			made["/campaigns/{id}"] = w.campaign()
		case "holds":
			made["/holds/{id}"] = w.hold(w.nameless())
		case "access-requests":
			made["/access-requests/{id}"] = w.asks()
		case "certificates":
			made["/certificates/{id}"] = w.certificate()
		case "questions":
			made["/questions/{id}"] = w.question()
		case "coding-samples":
			made["/coding-samples/{id}"] = w.sampleApart("behaviour")
		}
		if at, _, is := strings.Cut(path, "/{document}"); is {
			of := made[strings.TrimSuffix(at, "/documents")]
			made[at+"/{document}"] = w.document(of, `{"kind":"WARNING_LETTER"}`)
		}
		if strings.Contains(path, "/{photo}") {
			made["/incidents/{id}/photos/{photo}"] = w.photo(made["/incidents/{id}"], "x", "x")
		}
		if strings.HasPrefix(path, "/incidents/{id}/documents") || strings.HasPrefix(path, "/incidents/{id}/photos") {
			w.prosecution(made["/incidents/{id}"], w.person(made["/incidents/{id}"])) // which makes it the case worker's own
		}
		target := path
		if at, _, is := strings.Cut(path, "/{photo}"); is {
			target = strings.Replace(path, at+"/{photo}", strings.TrimPrefix(made[at+"/{photo}"], "/v1"), 1)
		}
		if at, _, is := strings.Cut(path, "/{document}"); is {
			target = strings.Replace(path, at+"/{document}", strings.TrimPrefix(made[at+"/{document}"], "/v1"), 1)
		}
		for name, where := range made {
			target = strings.ReplaceAll(target, name, strings.TrimPrefix(where, "/v1"))
		}
		target = "/v1" + target
		body := strings.ReplaceAll(bodies[path], "%s", strings.ToUpper(uuid.NewString()[:8]))
		if path == "/incidents/{id}/photos" && method == "POST" {
			body = photoBody("x", phototest.Written("x"))
		}
		body = strings.ReplaceAll(body, "%person", person)
		if strings.Contains(body, "%case") {
			body = strings.ReplaceAll(body, "%case", idIn(w.prosecution(incident, person)))
		}
		if strings.Contains(body, "%case") {
			body = strings.ReplaceAll(body, "%case", idIn(w.prosecution(incident, person)))
		}
		if strings.Contains(body, "%file") {
			body = strings.ReplaceAll(body, "%file", idIn(w.suspect()))
		}
		if strings.Contains(body, "%permit") {
			body = strings.ReplaceAll(body, "%permit", idIn(w.permit(access.CaseWorker, anyPermit)))
		}
		if strings.Contains(body, "%nameless") { // of whom no other cell knows
			body = strings.ReplaceAll(body, "%nameless", idIn(w.nameless()))
		}
		if strings.Contains(body, "%other") {
			body = strings.ReplaceAll(body, "%other", w.registered(whole)[len("/v1/incidents/"):])
		}
		token := ""
		if role != "nobody" {
			token = w.token(access.Role(role), map[bool]uuid.UUID{false: w.city, true: w.fire}[foreign])
		}
		form := func(r *http.Request) {
			if strings.HasSuffix(path, "imports") && method == "POST" {
				r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
			}
			if strings.HasSuffix(path, "/photos") && method == "POST" {
				r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
			}
		}
		out := w.do(method, target, token, body, form)
		if fmt.Sprint(out.Code) != want {
			t.Errorf("got %d, want %s: %s", out.Code, want, out.Body)
		}
		if foreign && out.Code >= 400 {
			w.asIfItNeverWas(t, method, target, token, body, out.Body.String(), form)
		}
	})
}

var anID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// asIfItNeverWas: what another employer has and what nobody ever had get one answer to the
// letter, whether or not the body can be read.
func (w *world) asIfItNeverWas(t *testing.T, method, target, token, body, answer string, form func(*http.Request)) {
	never := func(text string) string {
		text = strings.NewReplacer(city, "GEM-NERGENS", "UITKOMST-VERTELLEN", "NERGENS-AFGESPROKEN").Replace(text)
		return anID.ReplaceAllStringFunc(text, func(string) string { return uuid.Must(uuid.NewV7()).String() })
	}
	if out := w.do(method, never(target), token, never(body), form); out.Body.String() != answer {
		t.Errorf("of what never was: %s\nof what is another's: %s", out.Body, answer)
	}
	for _, broken := range []string{`{"zzz":1}`, `[`, `{"employer":"GEM-ROTTERDAM","id":7}`} {
		theirs, none := w.do(method, target, token, broken, form), w.do(method, never(target), token, never(broken), form)
		if theirs.Body.String() != none.Body.String() {
			t.Errorf("%s of what never was: %s\nof what is another's: %s", broken, none.Body, theirs.Body)
		}
	}
}

// TestAListThatNamesAnotherEmployerAnswersAsIfThereWereNone: so does one that names a record
// or an actor of another.
func TestAListThatNamesAnotherEmployerAnswersAsIfThereWereNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	incident := w.registered(whole)
	docket := w.prosecution(incident, w.person(incident))
	w.post(docket+"/assignment", access.CaseWorker, w.city, `{"responsible":"0199aaaa-0000-7000-8000-000000000031"}`).want(200)
	w.waiting("10/987654-26")
	w.post("/v1/agreements", access.Registrar, w.city, strings.ReplaceAll(bodies["/agreements"], "%s", "EIGEN")).want(200)
	questions := []string{
		"/agreements?employer=" + city, "/templates?employer=" + city, "/incidents?employer=" + city, "/triage?employer=" + city, "/imports?employer=" + city,
		"/employers/" + city + "/mails", "/employers/" + city + "/mail-addresses", "/views/chain?employer=" + city,
		"/cases?incident=" + idIn(incident), "/cases?after=" + idIn(docket), "/cases?actor=0199aaaa-0000-7000-8000-000000000031",
		"/worklist?incident=" + idIn(incident), "/worklist?actor=0199aaaa-0000-7000-8000-000000000031", "/worklist/digest?incident=" + idIn(incident),
		"/worklist/agreements?agreement=A-EIGEN", "/worklist?agreement=A-EIGEN",
	}
	for _, q := range questions {
		for _, role := range []access.Role{access.Reporter, access.Registrar, access.CaseWorker} {
			theirs := w.get("/v1"+q, role, w.fire)
			never := anID.ReplaceAllString(strings.NewReplacer(city, "GEM-NERGENS", "EIGEN", "NERGENS").Replace(q), uuid.Must(uuid.NewV7()).String())
			if none := w.get("/v1"+never, role, w.fire); theirs.Code != none.Code || theirs.Body.String() != none.Body.String() {
				t.Errorf("%s as %s: of what never was: %d %s\nof what is another's: %d %s", q, role, none.Code, none.Body, theirs.Code, theirs.Body)
			}
		}
	}
}

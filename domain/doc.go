// Package domain is the trade itself: what happens to emergency workers, what
// their employers, the police, the prosecutor and the courts do about it, and
// the rules of each. It is pure: time, ids and facts from outside are arguments.
//
// Dutch terms that English has no equal for stay Dutch in the code:
//
//   - aangifte: a criminal complaint made to the police, by the victim or by
//     the employer; more than a melding (a report that is only recorded).
//   - Algemene termijnenwet: the act on how terms in laws are counted; gelijkgesteld:
//     put on a par with a holiday by it, or by royal decree.
//   - AVG: Algemene verordening gegevensbescherming, the GDPR; its article 17 is
//     the recht op gegevenswissing, the right to erasure.
//   - beklag: the complaint to the court of appeal about non-prosecution (Sv 12);
//     hoger beroep: appeal; verzet: objection to a strafbeschikking, a penal order that
//     the prosecutor imposes without a court.
//   - boa: buitengewoon opsporingsambtenaar, a municipal or other enforcement
//     officer with limited police powers.
//   - arrest: a judgment on appeal, by the gerechtshof; vonnis: one of the first court.
//   - gemeente: a municipality; veiligheidsregio: one of 25 safety regions.
//   - parketnummer: the number of a case against one suspect at the OM.
//   - sepot: the prosecutor's decision not to prosecute, with a code that says why.
//   - strafbeschikking: a penalty that the OM imposes itself; verzet against it brings
//     the case before a court.
//   - voeging: a benadeelde partij (injured party) claims its damages in the criminal case.
//   - OM: Openbaar Ministerie, the public prosecution service.
//   - VPT: Veilige Publieke Taak, the code on an aangifte that makes the
//     national agreements (ELA) for public-task victims apply.
package domain

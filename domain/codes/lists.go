package codes

// Lists are all lists there are, in the order in which a reader meets them: who
// registers, what happened, how it went, what it did, by whom, what the law made of
// it, what the employer did, when and where, why a record was taken away, and what the
// terms are about. A list that only others roll up to stands behind the first of those.
func Lists() []List {
	return []List{
		EmployerKind, Profession, PoliceUnit, Deployment, LegalRegime,
		Behaviour, BehaviourGroup, Completion, Reach, DiscriminationGround,
		Means, LeokaWeapon, MeansStatus,
		LocationType, Indoors, Urbanity,
		Occasion, LeokaActivity, Actor, Trigger, AssessedBy, Amplifier, Certainty, Phase,
		Measure, Effect, PoliceSupport,
		Injury, ArboDuty, MindInjury, Exposure,
		SuspectKind, Sex, AgeBand, AgeGroup, Relation, HistoryFlag, HistoryBasis, Provenance, Clearance,
		Qualification, QualifiedBy, CaseStep, Complainant, Anonymity, VPTCode, SummonsKind,
		Outcome, Sanction, Uplift, SepotGround, SepotGroup,
		CaseStage, NoticeSource, Instance, UpliftDemanded, ComplaintDecision, AmountKind, TellingChannel, YesNo, TriageReason,
		Aftercare, AftercareStatus,
		TimeBand, Province, SafetyRegion,
		AttachmentKind, ClosingReason, WithdrawalReason, RedactionReason,
		ClockFact, TermBasis, Party, ApplyReason,
		DocumentKind, DocumentLanguage, SuspensionReason,
	}
}

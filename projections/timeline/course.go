package timeline

import (
	"fmt"
	"slices"

	"ruggensteun/domain/codes"
	"ruggensteun/domain/incident"
	"ruggensteun/domain/person"
	"ruggensteun/projections/figures"
)

// course says the phases in their order, where any is told; what was done in each step, by whom and
// why is on the page below.
func course(e incident.CourseTold) figures.Text {
	head := text("Verloop verteld", "Course told")
	if e.Reason.State != person.Absent {
		head = text("Verloop gecorrigeerd", "Course corrected")
	}
	if len(e.Steps) == 0 {
		return join(head, text("geen stappen", "no steps"))
	}
	return join(head, steps(len(e.Steps)), phases(e.Steps))
}

func steps(n int) figures.Text {
	if n == 1 {
		return text("1 stap", "1 step")
	}
	return text(fmt.Sprintf("%d stappen", n), fmt.Sprintf("%d steps", n))
}

func phases(all []incident.Step) figures.Text {
	if !slices.ContainsFunc(all, func(s incident.Step) bool { return s.Phase != "" }) {
		return text("fase niet vastgelegd", "phase not recorded")
	}
	var told figures.Text
	for _, s := range all {
		phase := one(codes.Phase, s.Phase)
		if phase.NL == "" {
			phase = label(codes.Phase, codes.NotRecorded)
		}
		if told.NL != "" {
			told = text(told.NL+" → ", told.EN+" → ")
		}
		told = text(told.NL+phase.NL, told.EN+phase.EN)
	}
	return told
}

func support(e incident.SupportTold) figures.Text {
	head := text("Hulp van de politie", "Help from the police")
	if e.Reason.State != person.Absent {
		head = text("Hulp van de politie gecorrigeerd", "Help from the police corrected")
	}
	status := one(codes.PoliceSupport, e.Support.Status)
	if status.NL == "" {
		status = label(codes.PoliceSupport, codes.NotRecorded)
	}
	if wait := e.Support.Wait(); wait.Counted {
		status = behind(status, text(fmt.Sprintf("na %d min", wait.Number), fmt.Sprintf("after %d min", wait.Number)))
	}
	return join(head, status)
}

func qualification(nl, en string, q incident.Qualification) figures.Text {
	what := label(codes.Qualification, q.Offence)
	if q.Completion != "" {
		what = behind(what, label(codes.Completion, q.Completion))
	}
	return join(text(nl, en), what, same(q.Article), label(codes.QualifiedBy, q.By), same(q.On))
}

func linked(l incident.Linked) figures.Text {
	kind := label(codes.SuspectKind, l.Kind)
	switch {
	case l.Size.Counted:
		kind = behind(kind, same(fmt.Sprint(l.Size.Number)))
	case l.Size.Why == codes.Unknown:
		kind = behind(kind, text("aantal onbekend", "number unknown"))
	}
	return join(text("Verdachte", "Suspect"), kind)
}

package api

func (a *api) routesOfReaders() []route {
	return []route{
		{"GET", "/records/{kind}/{id}/readers", "readReaders", "Wie kon dit zien op een dag, en wie deed het?",
			"Answers who could see a record on a day, by the rules of that day and by who was known to hold which role, and who did: with purposes, kinds of details and times. Operators at the terminal and logins of the database are in the same answer. Lists show codes and are recorded as lists, not for each record in them. Only the privacy officer of the employer that owns the record. The asking is recorded.",
			false, 200, nil, []int{404}, bind(a, a.readers)},
	}
}

package logtest_test

// faults are the logs that must not pass, by what each does wrong.
var faults = union(appendingFaults, repeatingFaults, sealingFaults, readingFaults, followingFaults, timekeepingFaults, contendingFaults)

func union(lists ...map[string]fault) map[string]fault {
	all := map[string]fault{}
	for _, list := range lists {
		for name, f := range list {
			if _, twice := all[name]; twice {
				panic("two faults are called " + name)
			}
			all[name] = f
		}
	}
	return all
}

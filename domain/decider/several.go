package decider

// Several takes a list of commands as one: each is decided in the state that those
// before it lead to, and where a rule refuses one of them nothing happens at all.
func Several[C, S any, E Event](d Decider[C, S, E]) Decider[[]C, S, E] {
	return Decider[[]C, S, E]{Initial: d.Initial, Evolve: d.Evolve, Decide: func(state S, commands []C) ([]E, error) {
		var all []E
		for _, c := range commands {
			events, err := d.Decide(state, c)
			if err != nil {
				return nil, err
			}
			for _, e := range events {
				state = d.Evolve(state, e)
			}
			all = append(all, events...)
		}
		return all, nil
	}}
}

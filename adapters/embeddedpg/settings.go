package embeddedpg

import (
	"maps"
	"slices"
)

// serverSettings are the server's arguments. What is given here wins over postgresql.conf; of two values for one setting
// the later wins, so a caller's settings may change the customs but not the promises.
func serverSettings(p plan, socket string) []string {
	customs := map[string]string{
		"timezone":     "UTC", // otherwise initdb's guess of the machine's
		"log_timezone": "UTC",
	}
	promises := merge(privateSettings(socket), discreetSettings)
	if p.durable {
		promises = merge(promises, durableSettings)
	} else {
		customs = merge(customs, hastySettings)
	}
	return slices.Concat(arguments(customs), arguments(p.settings), arguments(promises))
}

// privateSettings: only who may enter the socket's folder can connect, and pg_hba.conf then asks no password.
func privateSettings(socket string) map[string]string {
	return map[string]string{
		"listen_addresses":        "",
		"port":                    port,
		"unix_socket_directories": socket,
		"unix_socket_permissions": "0700",
	}
}

// discreetSettings keep what is in the data out of the log. DETAIL lines repeat the values of a row ("Key (name)=(…)
// already exists"), and even an error's first line may quote its input; the client that caused it gets them all the
// same. So statements' errors and warnings (which rank below LOG) are not logged here, only the server's own fate.
var discreetSettings = map[string]string{
	"log_destination":                   "stderr",
	"logging_collector":                 "off",
	"log_error_verbosity":               "terse",
	"log_min_messages":                  "log",
	"log_min_error_statement":           "panic",
	"log_min_duration_statement":        "-1",
	"log_min_duration_sample":           "-1",
	"log_transaction_sample_rate":       "0",
	"log_statement":                     "none",
	"log_duration":                      "off",
	"log_checkpoints":                   "off",
	"log_parameter_max_length":          "0",
	"log_parameter_max_length_on_error": "0",
	"debug_print_parse":                 "off",
	"debug_print_rewritten":             "off",
	"debug_print_plan":                  "off",
}

// durableSettings: what was acknowledged survives a power cut.
var durableSettings = map[string]string{
	"fsync":              "on",
	"full_page_writes":   "on",
	"synchronous_commit": "on",
}

// hastySettings suit data that nobody will miss.
var hastySettings = map[string]string{
	"fsync":              "off",
	"full_page_writes":   "off",
	"synchronous_commit": "off",
}

func merge(first, second map[string]string) map[string]string {
	both := maps.Clone(first)
	maps.Copy(both, second)
	return both
}

func arguments(settings map[string]string) []string {
	var args []string
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", name+"="+settings[name])
	}
	return args
}

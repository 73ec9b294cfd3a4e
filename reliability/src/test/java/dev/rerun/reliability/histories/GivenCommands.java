package dev.rerun.reliability.histories;

import dev.rerun.reliability.histories.Evidence.Given;
import dev.rerun.reliability.histories.Journal.Command;
import java.util.List;

/** Each command that was carried out is recorded once, and none that was not. */
final class GivenCommands {
    private final Journal journal;
    private final Chronicle chronicle;
    private final List<String> otherwise;

    GivenCommands(Journal journal, Chronicle chronicle, List<String> otherwise) {
        this.journal = journal;
        this.chronicle = chronicle;
        this.otherwise = otherwise;
    }

    void check() {
        List<Given> given = chronicle.commands();
        for (Command command : journal.commands()) {
            long times = given.stream()
                    .filter(one -> command.reason().equals(one.reason())
                            && command.action().equals(one.action()))
                    .count();
            boolean right =
                    switch (command.answer()) {
                        case DONE -> times == 1;
                        // A cancel is recorded before the start that it means has ended by itself.
                        case REFUSED ->
                            times == 0 || (times == 1 && command.action().equals("CANCEL"));
                        case UNKNOWN -> times <= 1;
                    };
            if (!right) {
                otherwise.add(command + " is recorded " + times + " times");
            }
        }
    }
}

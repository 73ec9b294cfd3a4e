package dev.rerun.reprocess;

import dev.rerun.api.EntryQuery;
import dev.rerun.api.RerunEngine;
import java.util.Set;
import java.util.function.Function;

/**
 * Which packets are meant.
 *
 * @param words the part of the command line that says it, by which a run is recognised when the command comes again
 * @param repeats whether it is sent run after run, until nothing is left
 * @param query the query, for an engine on the table
 */
record Selection(String words, boolean repeats, Function<RerunEngine, EntryQuery> query) {
    /** The packets that an approach of the configuration selects. */
    static Selection ofApproach(String name, boolean repeat, Configuration configuration) {
        EntryQuery query = configuration.approach(name);
        return new Selection("--db " + name + (repeat ? " --repeat" : ""), repeat, engine -> query);
    }

    /** One packet. */
    static Selection ofRegistration(String text, Configuration configuration) {
        Registration registration = Registration.parse(text)
                .orElseThrow(() -> new RefusedException("--registration \"" + text + "\" is malformed; write it as \""
                        + Registration.FORM + "\". Nothing was sent."));
        return new Selection(
                "--registration " + registration,
                false,
                engine -> configuration.inOrder(new RegistrationCheck(engine).query(Set.of(registration))));
    }

    /** The packets of a file. Another content makes another selection. */
    static Selection ofFile(RegistrationFile file, Configuration configuration) {
        if (file.registrations().isEmpty()) {
            throw new RefusedException(file.name() + " names no packet; write one on each line, as " + Registration.FORM
                    + ". Nothing was sent.");
        }
        String words = "--file " + file.name() + " with "
                + RunWords.packets(file.registrations().size()) + ", " + file.digest();
        return new Selection(
                words,
                false,
                engine -> configuration.inOrder(new RegistrationCheck(engine).query(file.registrations())));
    }
}

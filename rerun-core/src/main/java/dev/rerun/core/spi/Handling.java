package dev.rerun.core.spi;

import dev.rerun.api.Diagnostic;
import java.util.List;

/** How the handling of an entry went. */
public sealed interface Handling {
    /**
     * It is done.
     *
     * @param remarks what should be kept of it, for the entry's outcome; copied
     */
    record Succeeded(List<Diagnostic> remarks) implements Handling {
        /** Copies the remarks. */
        public Succeeded {
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * It may go better in a while. The entry is tried again after a pause, which grows from a tenth of a second to five and is
     * no shorter than the run's own, if that is ten seconds or less. Once the engine's number of tries is used up, it has failed.
     *
     * @param reason what went wrong, in one line
     */
    record RetryLater(String reason) implements Handling {}

    /**
     * It failed, and would again.
     *
     * @param reason what went wrong, in one line
     */
    record Failed(String reason) implements Handling {}

    /**
     * It is done.
     *
     * @param remarks what should be kept of it
     * @return the answer
     */
    static Handling succeeded(Diagnostic... remarks) {
        return new Succeeded(List.of(remarks));
    }

    /**
     * It may go better in a while.
     *
     * @param reason what went wrong, in one line
     * @return the answer
     */
    static Handling retryLater(String reason) {
        return new RetryLater(reason);
    }

    /**
     * It failed, and would again.
     *
     * @param reason what went wrong, in one line
     * @return the answer
     */
    static Handling failed(String reason) {
        return new Failed(reason);
    }
}

package dev.rerun.core;

import dev.rerun.api.RerunListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of an engine. Telling them something waits for none of them. */
final class Audience {
    /** After how long in one call a listener is said to hang. */
    static final Duration HANGING = Duration.ofSeconds(10);

    /** How long the engine's close waits for listeners to hear what they have not heard yet. */
    static final Duration CLOSING = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(RerunEngines.class);

    private final List<Hearer> hearers = new ArrayList<>();
    private final Duration closing;
    private final Periodic checks;

    Audience(List<RerunListener> listeners) {
        this(listeners, HANGING, CLOSING);
    }

    Audience(List<RerunListener> listeners, Duration hanging, Duration closing) {
        for (RerunListener listener : listeners) {
            hearers.add(new Hearer(listener, "rerun-listener-" + (hearers.size() + 1)));
        }
        this.closing = closing;
        this.checks = new Periodic(
                "rerun-listeners", hanging.dividedBy(10), () -> hearers.forEach(hearer -> hearer.check(hanging)));
    }

    boolean isEmpty() {
        return hearers.isEmpty();
    }

    void open() {
        if (!isEmpty()) {
            hearers.forEach(Hearer::open);
            checks.open();
        }
    }

    void tell(News news) {
        hearers.forEach(hearer -> hearer.tell(news));
    }

    /** Lets the listeners hear what was told, for a while, and then gives up. */
    void close() {
        checks.close();
        hearers.forEach(Hearer::end);
        long until = System.nanoTime() + closing.toNanos();
        List<String> left = new ArrayList<>();
        for (Hearer hearer : hearers) {
            int unheard = hearer.awaitEnd(until);
            if (unheard > 0) {
                left.add(hearer.name() + ": " + unheard);
            }
        }
        if (!left.isEmpty()) {
            log.warn(
                    "The engine is closed before its listeners heard everything; after {} these had news left: {}",
                    closing,
                    left);
        }
    }
}

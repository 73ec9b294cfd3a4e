package dev.rerun.reliability.crash;

import dev.rerun.reliability.harbour.DatabaseKind;
import dev.rerun.reliability.harbour.Job;
import java.util.List;
import java.util.stream.Stream;

/** A job, and what carries word of its entries: the process itself, or Kafka. */
record Errand(Job job, boolean overKafka) {
    /** Asks for every errand. */
    static final String ALL = "all";

    private static final String KAFKA = "kafka";
    private static final String OVER_KAFKA = KAFKA + "-";
    private static final List<Job> TOLD_TO_STREAMS =
            List.of(Job.START, Job.PAUSE, Job.RESUME, Job.CANCEL, Job.RETRY, Job.OPEN);

    /** On other databases than PostgreSQL, which makes a schema in one transaction or not at all, those that have one. */
    static List<Errand> on(DatabaseKind kind) {
        return Stream.concat(
                        Stream.of(Job.values()).map(job -> new Errand(job, false)),
                        TOLD_TO_STREAMS.stream().map(job -> new Errand(job, true)))
                .filter(errand -> kind == DatabaseKind.POSTGRES || (!errand.overKafka && errand.job != Job.OPEN))
                .toList();
    }

    /** Reads what {@link #toString} says. */
    static Errand of(String text) {
        return text.startsWith(OVER_KAFKA)
                ? new Errand(Job.of(text.substring(OVER_KAFKA.length())), true)
                : new Errand(Job.of(text), false);
    }

    /** Whether it is among those that a person asks for: all, all over Kafka, or one by its name. */
    boolean isAmong(String asked) {
        return asked.equals(ALL) || asked.equals(toString()) || (overKafka && asked.equals(KAFKA));
    }

    @Override
    public String toString() {
        return (overKafka ? OVER_KAFKA : "") + job.text();
    }
}

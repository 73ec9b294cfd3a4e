package dev.rerun.benchmarks.streams;

import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.measure.Delays;
import dev.rerun.benchmarks.measure.HeapPeak;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run of the stream benchmark found.
 *
 * @param database the database server's version and settings
 * @param kafka what is to be known of the brokers
 * @param dataset what was queued and worked on
 * @param workers how many worked at the same time
 * @param rounds the rounds in the order in which they ran, at least one
 */
record StreamResult(List<String> database, List<String> kafka, Dataset dataset, int workers, List<Round> rounds) {
    StreamResult {
        database = List.copyOf(database);
        kafka = List.copyOf(kafka);
        rounds = List.copyOf(rounds);
    }

    /** The two ways, one right after the other, and the quiet time between. */
    record Round(StreamTurn inProcess, Delays quiet, StreamTurn kafka) {
        /** How many times as long queueing takes with Kafka. */
        double queueingRatio() {
            return kafka.queueing().seconds() / inProcess.queueing().seconds();
        }

        /** How many times as fast work is with Kafka. */
        double rateRatio() {
            return kafka.rate() / inProcess.rate();
        }
    }

    HeapPeak heap() {
        return rounds.stream()
                .flatMap(round -> Stream.of(round.inProcess(), round.kafka()))
                .map(turn -> turn.queueing().heap())
                .reduce(HeapPeak.NONE, HeapPeak::orMore);
    }
}

package dev.rerun.reliability.mutations;

import static dev.rerun.reliability.mutations.Catcher.kafka;

import java.util.List;

/** Defects of the stream over Kafka. The one in the process has neither acknowledgements nor partitions. */
final class StreamMutations {
    private static final String KAFKA = "rerun-kafka/src/main/java/dev/rerun/kafka/";

    static final List<Mutation> ALL = List.of(
            Mutation.of(
                    "acknowledge-before-work",
                    "A message counts as done when a worker takes it, not when its batch is committed",
                    new Edit(
                            KAFKA + "Workers.java",
                            "backlog.answer(task, worker.work(block));",
                            "backlog.answer(task, dev.rerun.core.spi.BlockAnswer.DONE);\n                var unused = worker.work(block);"),
                    kafka("WorkersTest", "aRunThatFailsIsSaidOnceWhateverElseSucceedsAndIsWorkedOnWhenItCanBe"),
                    kafka("AcknowledgementTest", "stopsBeforeABlockThatIsNotDone")),
            Mutation.of(
                    "acknowledge-on-read",
                    "Messages are acknowledged when they are read",
                    new Edit(KAFKA + "Backlog.java", ".mapToLong(HeldLane::firstOffset)", ".mapToLong(held -> next)"),
                    kafka("AcknowledgementTest", "stopsBeforeABlockThatIsNotDone"),
                    kafka("BacklogHistoryTest", "acknowledgesUpToTheFirstBlockThatIsNotDone")),
            Mutation.of(
                    "partition-by-number",
                    "A lane's messages are spread over partitions by their numbers",
                    new Edit(
                            KAFKA + "Publisher.java", "+ block.lane(), partitions", "+ (int) block.upTo(), partitions"),
                    kafka("PublisherTest", "lanesOfARunSpreadEvenlyAndALaneStaysInItsPartition"),
                    kafka("PublisherTest", "blocksOfALaneLieInOnePartitionInTheirSequenceAndKeepTheirContext")));

    private StreamMutations() {}
}

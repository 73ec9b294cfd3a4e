package dev.rerun.reliability.mutations;

import static dev.rerun.reliability.mutations.Catcher.engine;

import java.util.List;

/** Defects of the engine. */
final class EngineMutations {
    private static final String CORE = "rerun-core/src/main/java/dev/rerun/core/";

    static final List<Mutation> ALL = List.of(
            Mutation.of(
                    "prepare-without-run-lock",
                    "A prepare reads its run and does not lock it",
                    new Edit(
                            CORE + "Prepare.java",
                            "Run run = tx.runs().lock(id).orElseThrow();",
                            "Run run = tx.runs().find(id).orElseThrow();"),
                    engine("CancelledPrepareTest", "aRunIsHeldWhileItIsPreparedSoThatNobodyTakesItForAbandoned")),
            Mutation.of(
                    "command-without-run-lock",
                    "A change of a run's state reads the run and does not lock it",
                    new Edit(
                            CORE + "StateChange.java",
                            "Optional<Run> locked = tx.runs().lock(id);",
                            "Optional<Run> locked = tx.runs().find(id);"),
                    engine("CommandsTest", "aPauseWaitsForTheBatchThatIsUnderWay")),
            Mutation.of(
                    "block-without-lane-lock",
                    "A worker reads the lane of a message and does not lock it",
                    new Edit(
                            CORE + "RerunWorker.java",
                            "tx -> tx.lanes().claim(run.id(), number, number + 1)",
                            "tx -> tx.lanes().find(run.id(), number)"),
                    engine("BlockWorkTest", "aLaneThatAnotherWorkerHoldsIsBusyAndKeepsNobodyWaiting")),
            Mutation.of(
                    "watermark-before-lock",
                    "A worker goes by the watermark that it saw before it had the lane's lock",
                    new Edit(
                            CORE + "RerunWorker.java",
                            "tx -> tx.lanes().claim(run.id(), number, number + 1)",
                            "tx -> tx.lanes().claim(run.id(), number, number + 1).map(claimed -> lane)"),
                    engine("BlockWorkTest", "aLaneThatMovedSinceItWasSeenIsWorkedFromWhereItIs")),
            Mutation.of(
                    "done-before-commit",
                    "A message is answered as done though its lane has not come so far",
                    new Edit(
                            CORE + "RerunWorker.java",
                            "if (watermark >= Math.min(upTo, lane.end())) {",
                            "if (watermark >= 0) {"),
                    engine("BlockWorkTest", "theLastBlockCoversForAllThatWereLost")),
            new Mutation(
                    "publish-after-commit",
                    "A prepare publishes its lanes after its commit",
                    List.of(
                            new Edit(
                                    CORE + "Prepare.java",
                                    "return store.transaction(tx -> query == null ? prepareWindow(tx, id) : prepareQuery(tx, id, query));",
                                    """
                                    RerunReport report = store.transaction(
                                            tx -> query == null ? prepareWindow(tx, id) : prepareQuery(tx, id, query));
                                    return store.transaction(tx -> {
                                        Run queued = tx.runs().find(id).orElseThrow();
                                        publish(tx, queued, tx.lanes().open(id, Integer.MAX_VALUE));
                                        return report;
                                    });"""),
                            new Edit(CORE + "Prepare.java", "        publish(tx, run, lanes);\n", "")),
                    List.of(
                            engine("FailureTest", "aStreamThatFailsInTheMiddleOfQueueingRollsTheStartBack"),
                            engine("FailureTest", "aStartThatWasRolledBackSucceedsLaterWithTheSameIdempotencyKey"),
                            engine("MeanwhileTest", "whoeverTouchesAnItemWhosePrepareIsRolledBackFindsItAsItWas"))),
            Mutation.of(
                    "live-lane-by-id",
                    "First processing locks the app's lanes by its entries' IDs, not by their ordering keys",
                    new Edit(
                            CORE + "FirstProcessing.java",
                            "entries.stream().map(ActivityEntry::orderingKey).collect(toSet());",
                            "entries.stream().map(ActivityEntry::id).collect(toSet());"),
                    engine("FirstProcessingTest", "ofOneKeyComesOneAfterTheOtherSoThatTheLaterSeesTheEarlier")),
            Mutation.of(
                    "barrier",
                    "A start does not wait for first processing, and takes all entries that are committed when it looks",
                    new Edit(
                            CORE + "Starter.java",
                            "long epoch = tx.runs().closeEpoch(app);",
                            "long epoch = Long.MAX_VALUE;"),
                    engine("RerunTest", "waitsForFirstProcessingInFlightAndTakesItsEntries")),
            Mutation.of(
                    "barrier-of-queries",
                    "Starts of runs that a query selects do not wait for each other's prepares",
                    new Edit(
                            CORE + "Prepare.java",
                            "        tx.runs().closeEpoch(tx.runs().find(id).orElseThrow().app());\n",
                            ""),
                    engine("HandlerTest", "waitsForThePrepareOfAnotherRunAndLeavesOutWhatThatHolds")));

    private EngineMutations() {}
}

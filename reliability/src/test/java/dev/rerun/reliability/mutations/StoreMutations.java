package dev.rerun.reliability.mutations;

import static dev.rerun.reliability.mutations.Catcher.engine;
import static dev.rerun.reliability.mutations.Catcher.jdbc;
import static dev.rerun.reliability.mutations.Catcher.testkit;

import java.util.List;

/** Defects of the stores: the one over JDBC, and the one in memory. */
final class StoreMutations {
    private static final String JDBC = "rerun-jdbc/src/main/java/dev/rerun/jdbc/";
    private static final String MEMORY = "rerun-testkit/src/main/java/dev/rerun/testkit/";

    static final List<Mutation> ALL = List.of(
            Mutation.of(
                    "run-row-lock",
                    "The store reads the run's row where it should lock it",
                    new Edit(
                            JDBC + "JdbcRuns.java",
                            "session.first(SELECT + \"where id = ? for update\", parameters",
                            "session.first(SELECT + \"where id = ?\", parameters"),
                    jdbc("LockTest", "onlyAPreparingRunThatNobodyHoldsIsAbandoned"),
                    engine("H2StoreContractTest", "heldRunsAreNotAbandoned"),
                    engine("PostgresStoreContractTest", "heldRunsAreNotAbandoned"),
                    engine("MariaDbStoreContractTest", "heldRunsAreNotAbandoned")),
            Mutation.of(
                    "run-lanes-lock",
                    "Whoever changes a run's state does not lock its lanes, so batches that are under way go on beside the change",
                    new Edit(JDBC + "JdbcRuns.java", "order by rerun_id, lane for update", "order by rerun_id, lane"),
                    jdbc("LockTest", "theLockOfARunWaitsForTheHoldersOfItsLanes"),
                    jdbc("LockTest", "aRunThatIsLockedHasNoLaneToClaim"),
                    engine("CommandsTest", "aPauseWaitsForTheBatchThatIsUnderWay"),
                    engine("MariaDbStoreContractTest", "runLockWaitsForClaim")),
            Mutation.of(
                    "lane-claim-lock",
                    "A claim takes a lane without locking it",
                    new Edit(JDBC + "JdbcLanes.java", "limit 1\n            for update skip locked", "limit 1"),
                    jdbc("LockTest", "aClaimPassesOverALaneThatIsHeldAndFindsNoneIfAllAre"),
                    engine("BlockWorkTest", "aLaneThatAnotherWorkerHoldsIsBusyAndKeepsNobodyWaiting"),
                    engine("MariaDbStoreContractTest", "claimSkipsHeldLanes")),
            Mutation.of(
                    "lane-lock",
                    "A lane is read where it should be locked",
                    new Edit(
                            JDBC + "JdbcLanes.java",
                            "where rerun_id = ? and lane = ?\n            for update",
                            "where rerun_id = ? and lane = ?"),
                    jdbc("LockTest", "aLaneIsReadAfterItsHolderHasCommitted"),
                    engine("MariaDbStoreContractTest", "laneLockWaitsForHolder")),
            Mutation.of(
                    "watermark-read",
                    "A batch is read from the lane's beginning, whatever the watermark",
                    new Edit(JDBC + "JdbcLanes.java", "q.seq > ? and q.seq <= ?", "q.seq > 0 * ? and q.seq <= ?"),
                    jdbc("ContentionTest", "everyQueuedEntryIsWorkedOnceInOrderWhileOthersPauseTheRun"),
                    engine("H2StoreContractTest", "readsFromTheWatermark"),
                    engine("PostgresStoreContractTest", "readsFromTheWatermark"),
                    engine("MariaDbStoreContractTest", "readsFromTheWatermark")),
            Mutation.of(
                    "watermark-read-in-memory",
                    "The store in memory does the same",
                    new Edit(MEMORY + "MemoryLanes.java", "sequence = lane.watermark() + 1", "sequence = 1"),
                    testkit("InMemoryStoreContractTest", "readsFromTheWatermark")),
            Mutation.of(
                    "lane-by-id",
                    "The freeze chooses an entry's lane by its ID",
                    new Edit(
                            JDBC + "Freeze.java",
                            "session.dialect().hashModulo(entries.orderingKey().ownIn(\"e\"))",
                            "session.dialect().hashModulo(session.dialect().asText(entries.id().ownIn(\"e\")))"),
                    engine("H2StoreContractTest", "keepsKeysTogether"),
                    engine("PostgresStoreContractTest", "keepsKeysTogether"),
                    engine("MariaDbStoreContractTest", "keepsKeysTogether")),
            Mutation.of(
                    "lane-by-id-in-memory",
                    "The store in memory does the same",
                    new Edit(MEMORY + "MemoryPreparation.java", "laneOf(entry.orderingKey(), ", "laneOf(entry.id(), "),
                    testkit("InMemoryStoreContractTest", "keepsKeysTogether")),
            Mutation.of(
                    "live-lane-by-thread",
                    "First processing locks an app's lane by its thread, not by the ordering keys",
                    new Edit(
                            JDBC + "AppLanes.java",
                            "return (int) (crc.getValue() % COUNT);",
                            "return (int) (Thread.currentThread().getId() % COUNT);"),
                    engine("H2StoreContractTest", "keysAreExclusive"),
                    engine("PostgresStoreContractTest", "keysAreExclusive"),
                    engine("MariaDbStoreContractTest", "keysAreExclusive")),
            Mutation.of(
                    "barrier-of-start",
                    "A start ends the app's epoch without locking the app's lanes",
                    new Edit(JDBC + "AppLanes.java", "lockApp(app);\n        lock(app, ALL);", "lockApp(app);"),
                    jdbc("LockTest", "theBarrierWaitsForFirstProcessingInFlight"),
                    jdbc("ContentionTest", "everyEntryOfAnEpochIsCommittedBeforeItEnds"),
                    engine("MariaDbStoreContractTest", "closeEpochWaitsForProcessing")),
            Mutation.of(
                    "barrier-of-first-processing",
                    "First processing locks none of the app's lanes",
                    new Edit(JDBC + "JdbcEntries.java", "new AppLanes(session).lockFor(appId, orderingKeys);", ""),
                    jdbc("LockTest", "firstProcessingWaitsForTheBarrierAndIsInTheNextEpoch"),
                    jdbc("ContentionTest", "everyEntryOfAnEpochIsCommittedBeforeItEnds"),
                    engine("MariaDbStoreContractTest", "processingWaitsForCloseEpoch")));

    private StoreMutations() {}
}

package dev.rerun.verification.engine;

import dev.rerun.testkit.ArchiveContract;
import dev.rerun.testkit.EditContract;
import dev.rerun.testkit.EntryContract;
import dev.rerun.testkit.FailureListContract;
import dev.rerun.testkit.GateContract;
import dev.rerun.testkit.ItemContract;
import dev.rerun.testkit.LaneContract;
import dev.rerun.testkit.LockContract;
import dev.rerun.testkit.PlanContract;
import dev.rerun.testkit.PreparationContract;
import dev.rerun.testkit.PurgeContract;
import dev.rerun.testkit.PutBackContract;
import dev.rerun.testkit.QueryContract;
import dev.rerun.testkit.QueryRunContract;
import dev.rerun.testkit.RetryContract;
import dev.rerun.testkit.TransactionContract;
import dev.rerun.testkit.ValueContract;

/** What a store must keep that its statements on the tables of entries and items have a part in. */
public interface TableContracts
        extends TransactionContract,
                ValueContract,
                PurgeContract,
                PreparationContract,
                GateContract,
                PlanContract,
                QueryContract,
                QueryRunContract,
                ArchiveContract,
                PutBackContract,
                EditContract,
                LaneContract,
                FailureListContract,
                RetryContract,
                EntryContract,
                ItemContract,
                LockContract {}

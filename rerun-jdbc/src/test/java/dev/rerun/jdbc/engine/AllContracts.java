package dev.rerun.jdbc.engine;

import dev.rerun.testkit.ArchiveContract;
import dev.rerun.testkit.CommandContract;
import dev.rerun.testkit.CommandLockContract;
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
import dev.rerun.testkit.RetryContract;
import dev.rerun.testkit.RunContract;
import dev.rerun.testkit.RunListContract;
import dev.rerun.testkit.RunStateContract;
import dev.rerun.testkit.TransactionContract;
import dev.rerun.testkit.ValueContract;

/** All that a store must keep. */
public interface AllContracts
        extends TransactionContract,
                ValueContract,
                RunContract,
                RunStateContract,
                RunListContract,
                CommandContract,
                CommandLockContract,
                PurgeContract,
                PreparationContract,
                GateContract,
                PlanContract,
                ArchiveContract,
                PutBackContract,
                EditContract,
                LaneContract,
                FailureListContract,
                RetryContract,
                EntryContract,
                ItemContract,
                LockContract {}

package dev.rerun.jdbc.engine;

import dev.rerun.testkit.ArchiveContract;
import dev.rerun.testkit.EntryContract;
import dev.rerun.testkit.ItemContract;
import dev.rerun.testkit.LaneContract;
import dev.rerun.testkit.LockContract;
import dev.rerun.testkit.PreparationContract;
import dev.rerun.testkit.RunContract;
import dev.rerun.testkit.RunStateContract;
import dev.rerun.testkit.TransactionContract;
import dev.rerun.testkit.ValueContract;

/** All that a store must keep. */
public interface AllContracts
        extends TransactionContract,
                ValueContract,
                RunContract,
                RunStateContract,
                PreparationContract,
                ArchiveContract,
                LaneContract,
                EntryContract,
                ItemContract,
                LockContract {}

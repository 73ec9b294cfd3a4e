package dev.rerun.verification.engine;

import dev.rerun.testkit.ArchiveContract;
import dev.rerun.testkit.CommandLockContract;
import dev.rerun.testkit.EntryContract;
import dev.rerun.testkit.ItemContract;
import dev.rerun.testkit.LaneContract;
import dev.rerun.testkit.LockContract;
import dev.rerun.testkit.PreparationContract;
import dev.rerun.testkit.PutBackContract;
import dev.rerun.testkit.RunContract;
import dev.rerun.testkit.RunStateContract;
import dev.rerun.testkit.TransactionContract;
import dev.rerun.testkit.ValueContract;

/**
 * What a store must keep whose transactions are the host's. The statements are those of the store on a data source, which is held to
 * {@link AllContracts}; here it is about transactions, locks, and each way in which statements are executed.
 */
public interface HostTransactionContracts
        extends TransactionContract,
                ValueContract,
                RunContract,
                RunStateContract,
                CommandLockContract,
                PreparationContract,
                ArchiveContract,
                PutBackContract,
                LaneContract,
                EntryContract,
                ItemContract,
                LockContract {}

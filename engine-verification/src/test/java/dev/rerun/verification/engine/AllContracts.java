package dev.rerun.verification.engine;

import dev.rerun.testkit.CommandContract;
import dev.rerun.testkit.CommandLockContract;
import dev.rerun.testkit.RunContract;
import dev.rerun.testkit.RunListContract;
import dev.rerun.testkit.RunStateContract;

/** All that a store must keep. */
public interface AllContracts
        extends TableContracts, RunContract, RunStateContract, RunListContract, CommandContract, CommandLockContract {}

package dev.rerun.jdbc.engine;

import dev.rerun.core.spi.RerunStore;
import dev.rerun.testkit.HostTables;
import dev.rerun.testkit.InMemoryStore;

class InMemoryEngineTest extends EngineTest {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    RerunStore store() {
        return store;
    }

    @Override
    HostTables host() {
        return store;
    }
}

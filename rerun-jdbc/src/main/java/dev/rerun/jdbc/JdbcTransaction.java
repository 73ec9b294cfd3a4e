package dev.rerun.jdbc;

import dev.rerun.core.spi.ArchivedItems;
import dev.rerun.core.spi.Entries;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.Lanes;
import dev.rerun.core.spi.LogicWrites;
import dev.rerun.core.spi.Preparation;
import dev.rerun.core.spi.Runs;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Instant;
import java.util.Optional;

/** One transaction on one connection. */
final class JdbcTransaction implements StoreTransaction {
    private final Session session;
    private final Names.View names;
    private final Tables tables;
    private final Optional<LogicWrites> logicWrites;
    private final Clock clock;

    JdbcTransaction(Session session, Names.View names, Tables tables, Optional<LogicWrites> logicWrites) {
        this.session = session;
        this.names = names;
        this.tables = tables;
        this.logicWrites = logicWrites;
        this.clock = new Clock(session);
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public Runs runs() {
        session.requireOpen();
        return new JdbcRuns(session, names, tables, clock);
    }

    @Override
    public Preparation preparation() {
        session.requireOpen();
        return new JdbcPreparation(session, names, tables, clock);
    }

    @Override
    public Lanes lanes() {
        session.requireOpen();
        return new JdbcLanes(session, names, tables, logicWrites.isEmpty() && tables.own());
    }

    @Override
    public Entries entries() {
        session.requireOpen();
        return new JdbcEntries(session, names, tables);
    }

    @Override
    public Items items() {
        session.requireOpen();
        return new JdbcItems(session, names, tables);
    }

    @Override
    public ArchivedItems archivedItems() {
        session.requireOpen();
        return new JdbcArchivedItems(session, names, tables);
    }

    @Override
    public Optional<LogicWrites> logicWrites() {
        return logicWrites;
    }

    /** The database's clock. */
    record Clock(Session session) {
        Instant now() {
            return session.list("select " + session.dialect().now(), Binding.NONE, Row::time)
                    .get(0);
        }
    }
}

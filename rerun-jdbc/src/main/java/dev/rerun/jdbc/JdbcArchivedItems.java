package dev.rerun.jdbc;

import dev.rerun.api.LostEdit;
import dev.rerun.core.spi.ArchivedItems;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.PutBack;
import dev.rerun.core.spi.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table that takes items out of the register. */
final class JdbcArchivedItems implements ArchivedItems {
    private final Session session;
    private final Names.View names;
    private final Tables tables;

    JdbcArchivedItems(Session session, Names.View names, Tables tables) {
        this.session = session;
        this.names = names;
        this.tables = tables;
    }

    @Override
    public PutBack putBack(Run run) {
        return new ArchiveReturn(session, names, tables, run).putBack();
    }

    @Override
    public List<LostEdit> lostEdits(long rerunId, @Nullable ItemKey after, int limit) {
        return new LostEdits(session, names, tables).list(rerunId, after, limit);
    }
}

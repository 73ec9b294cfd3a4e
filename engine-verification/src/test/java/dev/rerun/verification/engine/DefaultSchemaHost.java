package dev.rerun.verification.engine;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.Position;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.testkit.HostTables;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;

/** A host that works on the default schema with SQL of its own. */
public final class DefaultSchemaHost implements HostTables {
    private static final String OF_APP = " app_id = (select id from rerun_app where name = ?)";
    private static final String OF_ITEM = OF_APP
            + " and unique_key = ? and register_id = (select r.id from rerun_register r join rerun_app a on a.id = r.app_id"
            + " where a.name = ? and r.name = ?)";
    private static final String ITEM = "select r.name, i.unique_key, i.ordering_key, i.item_time, i.amount, i.currency,"
            + " i.units, i.refers_to, i.detail, i.ui_created, i.entry_id, c.name, c.version, i.invoice_id, i.rerun_id"
            + " from %s i join rerun_register r on r.id = i.register_id"
            + " left join rerun_contract c on c.id = i.contract_id where i.%s order by r.name, i.unique_key";

    private final DataSource database;
    private final HostStatements host;

    /** A host of a database with the default schema. */
    public DefaultSchemaHost(DataSource database) {
        this.database = database;
        this.host = new HostStatements(database);
    }

    @Override
    public void addItem(String app, RegisterItem item) {
        // The names' small tables are the store's affair, as they would be that of a host's own program.
        JdbcStore.on(database).transaction(tx -> {
            tx.items().insert(app, List.of(item));
            return true;
        });
    }

    @Override
    public void invoice(String app, String invoiceId, ItemKey item) {
        host.update(
                "update register_item set invoice_id = ? where" + OF_ITEM,
                invoiceId,
                app,
                item.uniqueKey(),
                app,
                item.register());
    }

    @Override
    public void editAmount(String app, ItemKey item, BigDecimal amount) {
        host.update(
                "update register_item set amount = ? where" + OF_ITEM,
                amount,
                app,
                item.uniqueKey(),
                app,
                item.register());
    }

    @Override
    public void removeItem(String app, ItemKey item) {
        host.update("delete from register_item where" + OF_ITEM, app, item.uniqueKey(), app, item.register());
    }

    @Override
    public void removeEntry(String app, String entryId) {
        host.update("delete from activity_entry where" + OF_APP + " and id = ?", app, Long.valueOf(entryId));
    }

    @Override
    public List<RegisterItem> items(String app) {
        return host.list(ITEM.formatted("register_item", OF_APP.strip()), DefaultSchemaHost::item, app);
    }

    @Override
    public List<RegisterItem> archived(long rerunId) {
        return host.list(ITEM.formatted("rerun_archived_item", "archived_by = ?"), DefaultSchemaHost::item, rerunId);
    }

    @Override
    public List<ActivityEntry> entries(String app) {
        return host
                .list(
                        "select id, ordering_key, occurred_at, created_at, payload from activity_entry where" + OF_APP,
                        row -> new ActivityEntry(
                                app, row.getString(1), row.getString(2), time(row, 3), time(row, 4), row.getString(5)),
                        app)
                .stream()
                .sorted(Comparator.comparing(Position::of))
                .toList();
    }

    @Override
    public List<ParkedEntry> parked(long rerunId) {
        return host.list(
                "select seq, entry_id, ordering_key, held, error, cause, attempts from rerun_failure where rerun_id = ?"
                        + " order by entry_id",
                row -> new ParkedEntry(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getBoolean(4),
                        row.getString(5),
                        row.getString(6),
                        row.getInt(7)),
                rerunId);
    }

    private static RegisterItem item(ResultSet row) throws SQLException {
        String contract = row.getString(12);
        long rerunId = row.getLong(15);
        Long rerun = row.wasNull() ? null : rerunId;
        return new RegisterItem(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                time(row, 4),
                row.getBigDecimal(5),
                row.getString(6),
                row.getBigDecimal(7),
                row.getString(8),
                row.getString(9),
                row.getBoolean(10),
                row.getString(11),
                contract == null ? null : new ContractId(contract, row.getString(13)),
                row.getString(14),
                rerun);
    }

    /** Where a column holds dates and times without an offset, they are those of UTC. */
    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getMetaData().getColumnType(column) == Types.TIMESTAMP
                        && !row.getMetaData().getColumnTypeName(column).equals("timestamptz")
                ? row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC)
                : row.getObject(column, OffsetDateTime.class).toInstant();
    }
}

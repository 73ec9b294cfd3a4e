package dev.rerun.verification.harbor;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.Position;
import dev.rerun.testkit.HostTables;
import dev.rerun.verification.engine.HostStatements;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import javax.sql.DataSource;

/** The harbour's own programs, in SQL of its own. */
final class HarborHost implements HostTables {
    private static final String LINE = """
            select "order", line_ref, vessel, booked_on, net, curr, qty, about, notes, by_hand, movement_no, tariff,
                tariff_version, bill_no, recalc_no
            from %s where %s order by "order", line_ref
            """;

    private static final String OF_LINE = " where port_name = ? and \"order\" = ? and line_ref = ?";

    private final HostStatements sql;

    HarborHost(DataSource database) {
        this.sql = new HostStatements(database);
    }

    @Override
    public void addItem(String app, RegisterItem item) {
        ContractId contract = item.contract();
        sql.update(
                """
                insert into "Ledger" (port_name, "order", line_ref, vessel, booked_on, net, curr, qty, about, notes, by_hand,
                    movement_no, tariff, tariff_version, bill_no, recalc_no)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                app,
                item.register(),
                item.uniqueKey(),
                item.orderingKey(),
                LocalDateTime.ofInstant(item.time(), ZoneOffset.UTC),
                item.amount(),
                item.currency(),
                item.units(),
                item.refersTo(),
                item.detail(),
                item.uiCreated() ? true : null,
                item.entryId(),
                contract == null ? null : contract.name(),
                contract == null ? null : contract.version(),
                item.invoiceId(),
                item.rerunId() == null ? null : item.rerunId().toString());
    }

    @Override
    public void invoice(String app, String invoiceId, ItemKey item) {
        sql.update("update \"Ledger\" set bill_no = ?" + OF_LINE, invoiceId, app, item.register(), item.uniqueKey());
    }

    @Override
    public void editAmount(String app, ItemKey item, BigDecimal amount) {
        sql.update("update \"Ledger\" set net = ?" + OF_LINE, amount, app, item.register(), item.uniqueKey());
    }

    @Override
    public void removeItem(String app, ItemKey item) {
        sql.update("delete from \"Ledger\"" + OF_LINE, app, item.register(), item.uniqueKey());
    }

    @Override
    public void removeEntry(String app, String entryId) {
        sql.update("delete from \"Movement\" where port_name = ? and movement_no = ?", app, entryId);
    }

    @Override
    public List<RegisterItem> items(String app) {
        return sql.list(LINE.formatted("\"Ledger\"", "port_name = ?"), HarborHost::item, app).stream()
                .sorted(Comparator.comparing(RegisterItem::register).thenComparing(RegisterItem::uniqueKey))
                .toList();
    }

    @Override
    public List<RegisterItem> archived(long rerunId) {
        return sql.list(LINE.formatted("rerun_archived_ledger", "archived_by = ?"), HarborHost::item, rerunId).stream()
                .sorted(Comparator.comparing(RegisterItem::register).thenComparing(RegisterItem::uniqueKey))
                .toList();
    }

    @Override
    public List<ActivityEntry> entries(String app) {
        return sql
                .list(
                        "select movement_no, vessel, \"happened on\", logged_on, facts from \"Movement\" where port_name = ?",
                        row -> new ActivityEntry(
                                app,
                                row.getString(1),
                                row.getString(2),
                                instant(row, 3),
                                local(row, 4),
                                row.getString(5)),
                        app)
                .stream()
                .sorted(Comparator.comparing(Position::of))
                .toList();
    }

    @Override
    public List<ParkedEntry> parked(long rerunId) {
        return sql.list(
                "select seq, entry_id, ordering_key, held, error, cause, attempts from rerun_text_failure where rerun_id = ?"
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
        String rerunId = row.getString(15);
        return new RegisterItem(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                local(row, 4),
                row.getBigDecimal(5),
                row.getString(6),
                row.getBigDecimal(7),
                row.getString(8),
                row.getString(9),
                row.getBoolean(10),
                row.getString(11),
                contract == null ? null : new ContractId(contract, row.getString(13)),
                row.getString(14),
                rerunId == null ? null : Long.valueOf(rerunId));
    }

    /** On MariaDB a time in UTC. */
    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getMetaData().getColumnTypeName(column).startsWith("DATETIME")
                ? local(row, column)
                : row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Instant local(ResultSet row, int column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
}

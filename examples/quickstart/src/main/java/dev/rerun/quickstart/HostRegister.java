package dev.rerun.quickstart;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * What the rest of the house does with the register, straight on rerun's tables: invoicing puts items on invoices, people
 * add and edit items in the UI, and controlling adds up.
 */
final class HostRegister {
    private static final String ANY_ENTRY = """
            select 1 from activity_entry where app_id = (select id from rerun_app where name = ?) limit 1
            """;

    private static final String ENSURE_REGISTER = """
            insert into rerun_register (app_id, name)
            select a.id, ? from rerun_app a
            where a.name = ? and not exists (select 1 from rerun_register r where r.app_id = a.id and r.name = ?)
            """;

    private static final String INVOICE = """
            update register_item set invoice_id = concat('INV-', ordering_key)
            where app_id = (select id from rerun_app where name = ?)
              and not ui_created
              and item_time < ?
              and mod(cast(ordering_key as decimal(20)), ?) = 0
            """;

    private static final String ADD_IN_UI = """
            insert into register_item (register_id, unique_key, app_id, ordering_key, item_time, amount, currency, units,
                                       ui_created)
            select r.id, concat('ui:', e.ordering_key), e.app_id, e.ordering_key, ?, 25.00,
                   ?, 1, true
            from (select distinct app_id, ordering_key from activity_entry) e
            join rerun_register r on r.app_id = e.app_id and r.name = ?
            join rerun_app a on a.id = e.app_id and a.name = ?
            where case when e.ordering_key like 'guest:%' then false
                       else mod(cast(e.ordering_key as decimal(20)), ?) = 0 end
            """;

    private static final String EDIT_IN_UI = """
            update register_item set amount = 99.99
            where app_id = (select id from rerun_app where name = ?)
              and not ui_created
              and unique_key like '%:commission'
              and mod(entry_id, ?) = 0
            """;

    private static final String TOTALS = """
            select case when i.ui_created then 'made in the UI' else concat(c.name, ' ', c.version) end as contract,
                   count(*) as items, sum(i.amount) as total
            from register_item i
            join rerun_app a on a.id = i.app_id and a.name = ?
            left join rerun_contract c on c.id = i.contract_id
            group by i.ui_created, c.name, c.version
            order by i.ui_created, c.name desc, c.version
            """;

    private static final String FIRST_FAILURE = """
            select o.entry_id, o.diagnostics
            from activity_outcome o
            join rerun_app a on a.id = o.app_id and a.name = ?
            where o.rerun_id = ? and o.status = 'FAILED'
            order by o.entry_id
            limit 1
            """;

    private final DataSource dataSource;

    HostRegister(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** How many items each step touched. */
    record Changes(int invoiced, int addedInUi, int editedInUi) {}

    /** Whether somebody has already billed lines here. */
    boolean hasEntries() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(ANY_ENTRY)) {
            statement.setString(1, PriceLists.APP);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Does what happens between first processing and the rerun, in one transaction. */
    Changes beforeTheRerun(Scenario scenario) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            update(connection, ENSURE_REGISTER, FulfilmentLogic.REGISTER, PriceLists.APP, FulfilmentLogic.REGISTER);
            int invoiced = update(
                    connection,
                    INVOICE,
                    PriceLists.APP,
                    timestamp(connection, scenario.invoicedBefore()),
                    scenario.invoicedModulus());
            int added = update(
                    connection,
                    ADD_IN_UI,
                    timestamp(connection, scenario.uiAt()),
                    FulfilmentLogic.CURRENCY,
                    FulfilmentLogic.REGISTER,
                    PriceLists.APP,
                    scenario.uiModulus());
            int edited = update(connection, EDIT_IN_UI, PriceLists.APP, scenario.editModulus());
            connection.commit();
            return new Changes(invoiced, added, edited);
        }
    }

    /** Adds up the register by contract version; what people made in the UI stands last. */
    List<Total> totals() throws SQLException {
        List<Total> totals = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(TOTALS)) {
            statement.setString(1, PriceLists.APP);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    totals.add(
                            new Total(rows.getString("contract"), rows.getLong("items"), rows.getBigDecimal("total")));
                }
            }
        }
        return totals;
    }

    /** Says why the first failed line of a run, or of first processing, failed. */
    String firstFailure(long rerunId) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(FIRST_FAILURE)) {
            statement.setString(1, PriceLists.APP);
            statement.setLong(2, rerunId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? "line " + rows.getLong(1) + " " + rows.getString(2) : "no failed line is recorded";
            }
        }
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int place = 0;
            for (Object value : values) {
                statement.setObject(++place, value);
            }
            return statement.executeUpdate();
        }
    }

    /** Where the tables hold times without a zone, they are those of UTC. */
    private static Object timestamp(Connection connection, Instant instant) throws SQLException {
        boolean zoned = !connection.getMetaData().getDatabaseProductName().matches("MariaDB|MySQL");
        return zoned ? instant.atOffset(ZoneOffset.UTC) : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}

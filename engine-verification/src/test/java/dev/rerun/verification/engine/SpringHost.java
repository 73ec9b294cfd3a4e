package dev.rerun.verification.engine;

import dev.rerun.jdbc.Transactions;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A host that works with Spring's JdbcTemplate. */
final class SpringHost implements HostMeans {
    private final DataSource database;
    final JdbcTemplate jdbc;
    final PlatformTransactionManager manager;

    SpringHost(DataSource database) {
        this.database = database;
        jdbc = new JdbcTemplate(database);
        manager = new JdbcTransactionManager(database);
    }

    /** As the documentation shows it. */
    Transactions transactions() {
        TransactionTemplate template = new TransactionTemplate(manager);
        template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return work -> template.executeWithoutResult(status -> {
            Connection connection = DataSourceUtils.getConnection(database);
            try {
                work.accept(connection);
            } finally {
                DataSourceUtils.releaseConnection(connection, database);
            }
        });
    }

    @Override
    public long count(String meter, long units) {
        List<Long> before = jdbc.queryForList("select units from host_meter where id = ?", Long.class, meter);
        if (before.isEmpty()) {
            jdbc.update("insert into host_meter (id, units) values (?, ?)", meter, units);
            return 0;
        }
        jdbc.update("update host_meter set units = units + ? where id = ?", units, meter);
        return before.get(0);
    }

    @Override
    public void issue(String id, @Nullable String serial) {
        jdbc.update("insert into host_voucher (id, serial) values (?, ?)", id, serial);
    }

    @Override
    public void flush() {}

    /** As a service does that joins the transaction and throws what its caller passes over. */
    @Override
    public void spoil() {
        try {
            new TransactionTemplate(manager).executeWithoutResult(status -> {
                throw new IllegalStateException("passed over");
            });
        } catch (
                @SuppressWarnings("unused")
                IllegalStateException passedOver) {
            jdbc.queryForList("select id from host_voucher where id = ''");
        }
    }

    @Override
    public List<String> meters() {
        return jdbc.queryForList("select concat(id, '=', units) from host_meter order by id", String.class);
    }

    @Override
    public List<String> vouchers() {
        return jdbc.queryForList("select id from host_voucher order by id", String.class);
    }

    @Override
    public List<String> uniqueKeys() {
        return jdbc.queryForList("select unique_key from register_item", String.class);
    }
}

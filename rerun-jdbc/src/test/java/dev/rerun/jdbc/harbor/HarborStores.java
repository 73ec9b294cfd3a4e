package dev.rerun.jdbc.harbor;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.jdbc.TableMapping;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Databases that hold the harbour's tables beside those of the library. */
enum HarborStores {
    H2 {
        @Override
        Open open() {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";LOCK_TIMEOUT=10000");
            pool.setMaximumPoolSize(16);
            return new Open(pool, pool::close);
        }
    },
    POSTGRESQL {
        @Override
        Open open() {
            PostgresDatabase database = PostgresServer.shared().database();
            HikariConfig configuration = new HikariConfig();
            configuration.setDataSource(database.source());
            configuration.setMinimumIdle(0);
            configuration.setMaximumPoolSize(16);
            HikariDataSource pool = new HikariDataSource(configuration);
            return new Open(pool, () -> {
                pool.close();
                database.close();
            });
        }
    };

    /** A database. */
    record Open(DataSource source, Runnable drop) implements AutoCloseable {
        JdbcStore store(TableMapping mapping) {
            JdbcSchema.of(source).with(mapping).createOrUpgrade();
            return JdbcStore.on(source).with(mapping);
        }

        void execute(List<String> statements) {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            drop.run();
        }
    }

    /** An empty database. */
    abstract Open open();

    /** A database with the harbour's tables. */
    Open openHarbor() {
        Open open = open();
        open.execute(Harbor.TABLES);
        return open;
    }
}

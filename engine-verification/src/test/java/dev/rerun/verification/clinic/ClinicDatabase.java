package dev.rerun.verification.clinic;

import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** The databases that the clinic may have. */
enum ClinicDatabase {
    H2 {
        @Override
        Open open() {
            String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";LOCK_TIMEOUT=10000";
            HikariDataSource pool = pool(url, "sa");
            // A text that the clinic's provider gives would become a JSON string.
            execute(pool, "create domain jsonb as varchar(100000)");
            return new Open(pool, pool(url, "sa"), () -> {});
        }
    },
    POSTGRESQL {
        @Override
        Open open() {
            PostgresDatabase database = PostgresServer.shared().database();
            return new Open(
                    pool(database.url(), database.user()),
                    // The clinic's provider gives texts for JSON; the store must do without this.
                    pool(database.url() + "?stringtype=unspecified", database.user()),
                    database::close);
        }
    };

    /** A database, and how the store and the clinic's own programs reach it. */
    record Open(HikariDataSource source, HikariDataSource clinics, Runnable drop) implements AutoCloseable {
        @Override
        public void close() {
            source.close();
            clinics.close();
            drop.run();
        }
    }

    abstract Open open();

    static void execute(HikariDataSource database, String... statements) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HikariDataSource pool(String url, String user) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setMinimumIdle(1);
        pool.setMaximumPoolSize(12);
        return pool;
    }
}

package dev.rerun.verification.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.servers.MariaDbDatabase;
import dev.rerun.servers.MariaDbServer;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import dev.rerun.testkit.HostTables;
import dev.rerun.testkit.InMemoryStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** The kinds of stores that the engine is tested on. */
enum TestStore {
    IN_MEMORY {
        @Override
        Open open() {
            InMemoryStore store = new InMemoryStore();
            return new Open(store, store, () -> false, () -> {});
        }
    },
    H2 {
        @Override
        Open open() {
            return onDatabase(openDatabase());
        }

        @Override
        String migrations() {
            return "db/rerun-h2";
        }

        @Override
        Database openDatabase() {
            Database database = openEmptyDatabase();
            JdbcSchema.of(database.source()).createOrUpgrade();
            return database;
        }

        @Override
        Database openEmptyDatabase() {
            String url = "jdbc:h2:mem:" + UUID.randomUUID();
            JdbcConnectionPool pool =
                    JdbcConnectionPool.create(url + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000", "sa", "");
            return new Database(
                    pool,
                    () -> {
                        execute(pool, "create user clerk password ''");
                        return JdbcConnectionPool.create(url, "clerk", "");
                    },
                    () -> false,
                    // The one that finds itself in a deadlock is told so, and fails the test by itself.
                    () -> 0,
                    pool::dispose);
        }
    },
    POSTGRESQL {
        @Override
        Open open() {
            return onDatabase(openDatabase());
        }

        @Override
        String migrations() {
            return "db/rerun-postgresql";
        }

        @Override
        Database openDatabase() {
            return pooled(PostgresServer.shared()
                    .database("rerun", source -> JdbcSchema.of(source).createOrUpgrade()));
        }

        @Override
        Database openEmptyDatabase() {
            return pooled(PostgresServer.shared().database());
        }

        private Database pooled(PostgresDatabase database) {
            HikariDataSource pool = pool(database.source());
            return new Database(
                    pool,
                    () -> {
                        String user = "clerk_" + UUID.randomUUID();
                        execute(pool, "create role \"" + user + "\" login");
                        return database.sourceAs(user);
                    },
                    () -> somebodyWaits(pool, LOCK_AWAITED_ON_POSTGRESQL),
                    () -> count(pool, DEADLOCKS_ON_POSTGRESQL),
                    () -> {
                        pool.close();
                        database.close();
                    });
        }
    },
    MARIADB {
        @Override
        Open open() {
            return onDatabase(openDatabase());
        }

        @Override
        String migrations() {
            return "db/rerun-mariadb";
        }

        @Override
        Database openDatabase() {
            return pooled(MariaDbServer.shared()
                    .database(source -> JdbcSchema.of(source).createOrUpgrade()));
        }

        @Override
        Database openEmptyDatabase() {
            return pooled(MariaDbServer.shared().database(source -> {}));
        }

        private Database pooled(MariaDbDatabase database) {
            HikariDataSource pool = pool(database.source());
            long before = count(pool, DEADLOCKS_ON_MARIADB);
            return new Database(
                    pool,
                    () -> {
                        String user = "clerk_" + UUID.randomUUID().toString().substring(0, 8);
                        execute(pool, "create user '" + user + "'@'%'");
                        // Nobody connects to a database in which they may do nothing.
                        execute(pool, "grant create temporary tables on *.* to '" + user + "'@'%'");
                        return database.sourceAs(user);
                    },
                    () -> somebodyWaits(pool, LOCK_AWAITED_ON_MARIADB),
                    () -> count(pool, DEADLOCKS_ON_MARIADB) - before,
                    () -> {
                        pool.close();
                        database.close();
                    });
        }
    };

    private static final String LOCK_AWAITED_ON_POSTGRESQL =
            "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

    private static final String DEADLOCKS_ON_POSTGRESQL =
            "select deadlocks from pg_stat_database where datname = current_database()";

    /** Of the whole server. */
    private static final String DEADLOCKS_ON_MARIADB =
            "select variable_value from information_schema.global_status where variable_name = 'INNODB_DEADLOCKS'";

    private static final String LOCK_AWAITED_ON_MARIADB = """
            select 1 from information_schema.innodb_trx t join information_schema.processlist p on p.id = t.trx_mysql_thread_id
            where t.trx_state = 'LOCK WAIT' and p.db = database()
            """;

    /**
     * An empty store, and what lies behind it.
     *
     * @param lockAwaited whether the server says that somebody waits for a lock; where there is no server, the state of the
     *     waiting thread shows it
     */
    record Open(RerunStore store, HostTables host, BooleanSupplier lockAwaited, Runnable close) {}

    /**
     * A database, with a pool of at least ten connections.
     *
     * @param source connects as the owner of all tables
     * @param newUser makes a user who may connect and no more, and gives connections of that user
     * @param deadlocks how many deadlocks the server has ended since this was opened
     */
    record Database(
            DataSource source,
            Supplier<DataSource> newUser,
            BooleanSupplier lockAwaited,
            LongSupplier deadlocks,
            Runnable drop)
            implements AutoCloseable {
        void execute(String sql) {
            TestStore.execute(source, sql);
        }

        @Override
        public void close() {
            drop.run();
        }
    }

    abstract Open open();

    /** With the default schema; for the kinds that are over JDBC. */
    Database openDatabase() {
        throw new IllegalStateException(this + " is no database");
    }

    /** Without any table; for the kinds that are over JDBC. */
    Database openEmptyDatabase() {
        throw new IllegalStateException(this + " is no database");
    }

    /** Where the shipped migrations are on the class path; for the kinds that are over JDBC. */
    String migrations() {
        throw new IllegalStateException(this + " is no database");
    }

    private static Open onDatabase(Database database) {
        return new Open(
                JdbcStore.on(database.source()),
                new DefaultSchemaHost(database.source()),
                database.lockAwaited(),
                database::close);
    }

    private static long count(DataSource server, String sql) {
        try (Connection connection = server.getConnection();
                Statement statement = connection.createStatement();
                ResultSet counted = statement.executeQuery(sql)) {
            counted.next();
            return counted.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** At most sixteen connections. */
    static HikariDataSource pool(DataSource source) {
        HikariConfig configuration = new HikariConfig();
        configuration.setDataSource(source);
        configuration.setMinimumIdle(0);
        configuration.setMaximumPoolSize(16);
        return new HikariDataSource(configuration);
    }

    private static boolean somebodyWaits(DataSource server, String lockAwaited) {
        try (Connection connection = server.getConnection();
                Statement statement = connection.createStatement();
                ResultSet waiting = statement.executeQuery(lockAwaited)) {
            return waiting.next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

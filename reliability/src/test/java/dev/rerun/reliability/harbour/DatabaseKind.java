package dev.rerun.reliability.harbour;

import java.sql.SQLException;
import java.util.Locale;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A kind of database in which the harbour can be. */
public enum DatabaseKind {
    POSTGRES,
    MARIADB,
    H2;

    public static DatabaseKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Copies of what a filler writes; it is called once, when the first copy is made. */
    HarbourDatabases databases(String template, Consumer<DataSource> filler) {
        return switch (this) {
            case POSTGRES -> new PostgresDatabases(template, filler);
            case MARIADB -> new MariaDbDatabases(filler);
            case H2 -> new H2Databases(filler);
        };
    }

    /** A new connection each time, for a user without a password. */
    public static DataSource source(String url, String user) {
        if (url.startsWith("jdbc:mariadb:")) {
            try {
                MariaDbDataSource source = new MariaDbDataSource(url);
                source.setUser(user);
                return source;
            } catch (SQLException e) {
                throw new IllegalStateException(url, e);
            }
        }
        if (url.startsWith("jdbc:h2:")) {
            JdbcDataSource source = new JdbcDataSource();
            source.setURL(url);
            source.setUser(user);
            return source;
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        source.setUser(user);
        return source;
    }
}

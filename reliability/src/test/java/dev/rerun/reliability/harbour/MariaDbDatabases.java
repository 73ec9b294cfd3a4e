package dev.rerun.reliability.harbour;

import dev.rerun.servers.MariaDbDatabase;
import dev.rerun.servers.MariaDbServer;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Databases whose tables are copies of another one's. The schema has no keys that refer to other tables. */
final class MariaDbDatabases implements HarbourDatabases {
    private final Consumer<DataSource> filler;
    private @Nullable String template;

    MariaDbDatabases(Consumer<DataSource> filler) {
        this.filler = filler;
    }

    @Override
    public HarbourDatabase open() {
        String from = template();
        MariaDbDatabase copy = MariaDbServer.shared().database();
        for (String table : Rows.texts(
                copy.source(),
                "select table_name from information_schema.tables where table_schema = '" + from + "'")) {
            Rows.update(copy.source(), "create table " + table + " like " + from + "." + table);
            Rows.update(copy.source(), "insert into " + table + " select * from " + from + "." + table);
        }
        return new HarbourDatabase(copy.url(), copy.user(), () -> {}, copy::close);
    }

    private synchronized String template() {
        if (template == null) {
            MariaDbDatabase filled = MariaDbServer.shared().database(filler);
            template = Rows.texts(filled.source(), "select database()").get(0);
        }
        return template;
    }
}

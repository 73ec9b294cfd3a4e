package dev.rerun.reliability.harbour;

import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Copies that the server makes of a template. */
record PostgresDatabases(String template, Consumer<DataSource> filler) implements HarbourDatabases {
    @Override
    public HarbourDatabase open() {
        PostgresDatabase database = PostgresServer.shared().database(template, filler);
        return new HarbourDatabase(database.url(), database.user(), () -> {}, database::close);
    }
}

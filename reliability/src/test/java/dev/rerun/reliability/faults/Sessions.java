package dev.rerun.reliability.faults;

import dev.rerun.reliability.harbour.Rows;
import dev.rerun.servers.PostgresDatabase;
import java.time.Duration;

/** What a host sets in its database, so that the locks of a session whose client is gone or stands still do not stay for ever. */
final class Sessions {
    private Sessions() {}

    /** Holds for connections that are made from now on. */
    static void endForgotten(PostgresDatabase database, Duration idleInTransaction) {
        String name = Rows.texts(database.source(), "select current_database()").get(0);
        Rows.update(
                database.source(),
                "alter database " + name + " set idle_in_transaction_session_timeout = '" + idleInTransaction.toMillis()
                        + "ms'");
    }
}

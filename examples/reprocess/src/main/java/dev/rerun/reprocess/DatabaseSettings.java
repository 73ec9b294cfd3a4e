package dev.rerun.reprocess;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the registrations are.
 *
 * @param url the database
 * @param user who connects, or null if the URL says it
 * @param password with which password, or null if the URL says it or none is needed
 * @param table the table of registrations
 * @param schema where the tool's own tables are
 * @param zone which zone's times are in the table
 * @param queryTimeout how long one statement may take; at least a millisecond
 */
record DatabaseSettings(
        String url,
        @Nullable String user,
        @Nullable String password,
        String table,
        String schema,
        ZoneId zone,
        Duration queryTimeout) {
    static final Set<String> KEYS = Set.of("url", "user", "password", "table", "schema", "times-in", "query-timeout");

    static DatabaseSettings of(Section section) {
        String url = section.text("url");
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new RefusedException(section.place("url") + ": '" + url
                    + "' is no PostgreSQL database; give one such as jdbc:postgresql://localhost:5432/mosip_regprc");
        }
        Duration queryTimeout = section.duration("query-timeout", Duration.ofSeconds(60));
        if (queryTimeout.toMillis() < 1 || queryTimeout.toMillis() > Integer.MAX_VALUE) {
            throw new RefusedException(
                    section.place("query-timeout") + ": " + queryTimeout + " is out of range; give 1ms to 24d");
        }
        return new DatabaseSettings(
                url,
                section.textOrNull("user"),
                section.textOrNull("password"),
                section.text("table", "regprc.registration"),
                section.text("schema", "rerun_reprocess"),
                section.has("times-in") ? section.parsed("times-in", DatabaseSettings::zone) : ZoneId.of("UTC"),
                queryTimeout);
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no time zone; give one such as UTC or Asia/Manila", e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return table + " in " + url;
    }
}

package dev.rerun.jdbc;

import dev.rerun.api.RerunException;
import java.util.List;
import java.util.stream.Collectors;

/** The database's user may not do what the store has to do. The message names the tables and the statements that allow it. */
public final class MissingPrivilegesException extends RerunException {
    private static final long serialVersionUID = 1L;

    /** What is missing on a table. */
    record Missing(String table, List<String> privileges) {
        private String list() {
            return String.join(", ", privileges);
        }
    }

    private final String user;

    @SuppressWarnings("serial") // an immutable list of texts
    private final List<String> grants;

    MissingPrivilegesException(String user, List<Missing> missing) {
        this(
                user,
                missing.stream().map(one -> one.list() + " on " + one.table()).collect(Collectors.joining("; ")),
                missing.stream()
                        .map(one -> "GRANT " + one.list() + " ON " + one.table() + " TO " + user)
                        .toList());
    }

    private MissingPrivilegesException(String user, String missing, List<String> grants) {
        super(
                "the database's user " + user + " lacks the privileges " + missing
                        + "; let the owner of the tables execute " + String.join("; ", grants),
                null);
        this.user = user;
        this.grants = grants;
    }

    /**
     * The user whose privileges are missing.
     *
     * @return the name, as a GRANT names it
     */
    public String user() {
        return user;
    }

    /**
     * The statements that give the user what is missing.
     *
     * @return one for each table, without a semicolon
     */
    public List<String> grants() {
        return grants;
    }
}

package dev.rerun.jdbc;

import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.jdbc.Dialect.Column;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text that rows are looked up by, in a column of its own. */
final class KeyColumn implements Property<String> {
    /** The value that the column has for a text; null if it has none. */
    interface Lookup {
        @Nullable
        Object find(Scope scope, String value);
    }

    interface Reader {
        String read(Row row, Scope scope) throws SQLException;
    }

    /**
     * How the value in the column and the one in the library's own tables are made of each other.
     *
     * @param toOwn SQL with a place {@code %s} for the column's value
     * @param fromOwn SQL with a place for the other's
     */
    record Form(String toOwn, String fromOwn) {
        static final Form SAME = new Form("%s", "%s");
    }

    private final Column column;
    private final Form form;
    private final Lookup known;
    private final Lookup obtained;
    private final Reader reader;

    /** The one lookup is for rows that may be there, the other for rows that are to be written. */
    KeyColumn(Column column, Form form, Lookup known, Lookup obtained, Reader reader) {
        this.column = column;
        this.form = form;
        this.known = known;
        this.obtained = obtained;
        this.reader = reader;
    }

    static KeyColumn text(Column column) {
        Lookup same = (scope, value) -> value;
        return new KeyColumn(column, Form.SAME, same, same, (row, scope) -> row.text());
    }

    Column column() {
        return column;
    }

    String in(String alias) {
        return alias + "." + column.name();
    }

    /** The column's value as the library's own tables have it. */
    String ownIn(String alias) {
        return form.toOwn().formatted(in(alias));
    }

    /** What the column holds for a value of the library's own tables. */
    String fromOwn(String expression) {
        return form.fromOwn().formatted(expression);
    }

    /** What to look for, or null if no row can have it. */
    @Nullable
    Object find(Scope scope, String value) {
        return known.find(scope, value);
    }

    /** What to look for, without what no row can have. */
    List<Object> findAll(Scope scope, Collection<String> values) {
        List<Object> found = new ArrayList<>();
        for (String value : values) {
            Object one = find(scope, value);
            if (one != null) {
                found.add(one);
            }
        }
        return found;
    }

    @Override
    public List<Column> columns() {
        return List.of(column);
    }

    @Override
    public List<String> of(String alias) {
        return List.of(in(alias));
    }

    @Override
    public void bind(Parameters parameters, Scope scope, String value) throws SQLException {
        Object held = obtained.find(scope, value);
        if (held == null) {
            throw new RejectedDataException(
                    "'" + value + "' does not fit column " + column.name() + " of type " + column.type(), null);
        }
        parameters.key(held);
    }

    void bindOrNull(Parameters parameters, Scope scope, @Nullable String value) throws SQLException {
        if (value == null) {
            parameters.key(null);
        } else {
            bind(parameters, scope, value);
        }
    }

    @Nullable
    String readOrNull(Row row, Scope scope) throws SQLException {
        return row.nextIsNull() ? null : read(row, scope);
    }

    @Override
    public String read(Row row, Scope scope) throws SQLException {
        return reader.read(row, scope);
    }
}

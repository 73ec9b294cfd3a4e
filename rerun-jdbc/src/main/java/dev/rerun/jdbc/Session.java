package dev.rerun.jdbc;

import dev.rerun.core.spi.StoreConflictException;
import dev.rerun.core.spi.StoreException;
import dev.rerun.jdbc.Dialect.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The statements of one transaction. Dead when the transaction's work has returned. */
final class Session {
    private static final int ROWS_PER_BATCH = 1_000;

    /** For fewer, to ask whether a table can be copied into takes longer than is won. */
    private static final int LEAST_COPIED = 50;

    private final Connection connection;
    private final Dialect dialect;
    private final Runnable beforeStatement;
    private boolean ended;
    private boolean findsByIndex;
    private boolean clockRead;
    private long clockReadAt;

    /** What runs before each statement sends what the host has yet to send. */
    Session(Connection connection, Dialect dialect, Runnable beforeStatement) {
        this.connection = connection;
        this.dialect = dialect;
        this.beforeStatement = beforeStatement;
    }

    Dialect dialect() {
        return dialect;
    }

    /** How far the database's clock is behind, where it stands still in a transaction from its first use on; in microseconds. */
    long microsBehind() {
        return clockRead ? (System.nanoTime() - clockReadAt) / 1_000 : 0;
    }

    void end() {
        ended = true;
    }

    void requireOpen() {
        if (ended) {
            throw new IllegalStateException(
                    "the store transaction has ended with its work; use the one that the current work was given");
        }
    }

    void begin() {
        dialect.begin(this);
    }

    /** What follows finds its rows by index. */
    void findByIndex() {
        if (!findsByIndex) {
            dialect.findByIndex(this);
            findsByIndex = true;
        }
    }

    /** For a connection that somebody else set up. Must come first, as isolation does not change within a transaction. */
    void workAtReadCommitted() {
        try {
            int isolation = connection.getTransactionIsolation();
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                update(
                        dialect.readCommitted()
                                .orElseThrow(() -> new IllegalStateException(
                                        "the host's connections work at the isolation " + isolation
                                                + " of java.sql.Connection, which this database cannot change for one"
                                                + " transaction; let its pool give READ COMMITTED ("
                                                + Connection.TRANSACTION_READ_COMMITTED + ")")),
                        Binding.NONE);
            }
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    <T> List<T> list(String sql, Binding binding, RowReader<T> reader) {
        requireOpen();
        try (PreparedStatement statement = prepare(sql)) {
            binding.bind(new Parameters(statement, dialect));
            try (ResultSet result = statement.executeQuery()) {
                List<T> values = new ArrayList<>();
                Row row = new Row(result, dialect.times());
                while (row.next()) {
                    values.add(reader.read(row));
                }
                return values;
            }
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    /** The names of a table's columns as they are now. */
    List<String> columnsOf(String table) {
        requireOpen();
        try (PreparedStatement statement = prepare("select * from " + table + " where 1 = 0");
                ResultSet result = statement.executeQuery()) {
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                names.add(result.getMetaData().getColumnName(i));
            }
            return names;
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    <T> Optional<T> first(String sql, Binding binding, RowReader<T> reader) {
        return list(sql, binding, reader).stream().findFirst();
    }

    long update(String sql, Binding binding) {
        requireOpen();
        try (PreparedStatement statement = prepare(sql)) {
            binding.bind(new Parameters(statement, dialect));
            return statement.executeLargeUpdate();
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    /** Does work which, if it fails, is undone alone; the transaction can go on. */
    <T> T nested(Supplier<T> work) {
        requireOpen();
        try {
            Savepoint before = connection.setSavepoint();
            T result;
            try {
                result = work.get();
            } catch (StoreException e) {
                undo(before, e);
                throw e;
            }
            connection.releaseSavepoint(before);
            return result;
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    /** Some failures end the whole transaction, its savepoints with it; what is thrown then says why, and not that. */
    private void undo(Savepoint before, StoreException failure) {
        try {
            connection.rollback(before);
        } catch (SQLException e) {
            String message = String.valueOf(failure.getMessage());
            StoreException ended = failure instanceof StoreConflictException
                    ? new StoreConflictException(message, failure)
                    : new StoreException(message, failure);
            ended.addSuppressed(e);
            throw ended;
        }
    }

    /** Inserts one row and returns true, or returns false because a unique key of the row is taken. */
    boolean insertIfAbsent(String insert, String keyColumns, Binding binding) {
        requireOpen();
        try (PreparedStatement statement = prepare(dialect.insertIfAbsent(insert, keyColumns))) {
            binding.bind(new Parameters(statement, dialect));
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            if (dialect.duplicateKey(e)) {
                return false;
            }
            throw SqlFailure.of(e);
        }
    }

    /** Inserts rows as the database does it best. */
    <E> void insert(Insert insert, List<E> rows, RowBinding<E> binding) {
        if (insert.own() && rows.size() >= LEAST_COPIED && copied(insert, rows, binding)) {
            return;
        }
        if (dialect.insertsArrays()) {
            arrays(insert.ofArrays(dialect), insert.columns(), rows, binding);
        } else {
            batch(insert.ofOneRow(dialect), rows, binding);
        }
    }

    /** Copies rows, or returns false if they are to be inserted otherwise. */
    private <E> boolean copied(Insert insert, List<E> rows, RowBinding<E> binding) {
        requireOpen();
        try {
            Optional<RowSink> copying = dialect.copying(this, connection, insert);
            if (copying.isPresent()) {
                collect(copying.get(), rows, binding);
            }
            return copying.isPresent();
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    /** Updates rows as the database does it best. */
    <E> void update(Update update, List<E> rows, RowBinding<E> binding) {
        if (dialect.insertsArrays()) {
            arrays(update.ofArrays(dialect), update.columns(), rows, binding);
        } else {
            batch(update.ofOneRow(dialect), rows, binding);
        }
    }

    /** Deletes rows as the database does it best. */
    <E> void delete(Delete delete, List<E> rows, RowBinding<E> binding) {
        if (dialect.insertsArrays()) {
            arrays(delete.ofArrays(dialect), delete.columns(), rows, binding);
        } else {
            batch(delete.ofOneRow(), rows, binding);
        }
    }

    private <E> void arrays(String sql, List<Column> columns, List<E> rows, RowBinding<E> binding) {
        requireOpen();
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = prepare(sql)) {
            collect(new ColumnArrays(statement, columns), rows, binding);
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    private <E> void collect(RowSink sink, List<E> rows, RowBinding<E> binding) throws SQLException {
        Parameters parameters = new Parameters(sink, dialect);
        for (E row : rows) {
            binding.bind(parameters, row);
            parameters.addRow();
            if (sink.full()) {
                sink.flush();
            }
        }
        sink.flush();
    }

    /** Executes a statement for each row and returns the number of rows that it changed in all. */
    <E> long batch(String sql, List<E> rows, RowBinding<E> binding) {
        requireOpen();
        if (rows.isEmpty()) {
            return 0;
        }
        try (PreparedStatement statement = prepare(sql)) {
            Parameters parameters = new Parameters(statement, dialect);
            int pending = 0;
            long changed = 0;
            for (E row : rows) {
                binding.bind(parameters, row);
                parameters.addRow();
                if (++pending == ROWS_PER_BATCH) {
                    changed += sum(statement.executeBatch());
                    pending = 0;
                }
            }
            if (pending > 0) {
                changed += sum(statement.executeBatch());
            }
            return changed;
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        beforeStatement.run();
        if (!clockRead && dialect.clockStandsStill() && sql.contains(dialect.now())) {
            clockRead = true;
            clockReadAt = System.nanoTime();
        }
        return connection.prepareStatement(sql);
    }

    private static long sum(int[] counts) {
        return Arrays.stream(counts).filter(count -> count > 0).asLongStream().sum();
    }
}

package dev.rerun.verification.engine;

import dev.rerun.api.ActivityEntry;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.testkit.InMemoryStore;
import dev.rerun.verification.engine.Jobs.Job;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The workshop's jobs, in a table of its own or in memory, and the store that works on them. */
interface Workshop extends AutoCloseable {
    RerunStore store();

    void insert(List<Job> jobs);

    /** Changes a column of some jobs, as the workshop itself does. */
    void change(String column, String value, List<String> jobNos);

    /** Whether the server says that somebody waits for a lock. */
    boolean lockAwaited();

    @Override
    void close();

    static Workshop open(TestStore kind) throws SQLException {
        return kind == TestStore.IN_MEMORY ? new InMemory() : new InTable(kind);
    }

    /** On a database. */
    final class InTable implements Workshop {
        private final TestStore.Database database;
        private final Jobs jobs;

        InTable(TestStore kind) throws SQLException {
            database = kind.openEmptyDatabase();
            jobs = new Jobs(database.source(), kind);
            JdbcSchema.of(database.source()).with(Jobs.mapping()).createOrUpgrade();
        }

        TestStore.Database database() {
            return database;
        }

        @Override
        public RerunStore store() {
            return JdbcStore.on(database.source()).with(Jobs.mapping());
        }

        @Override
        public void insert(List<Job> rows) {
            try {
                jobs.insert(rows);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void change(String column, String value, List<String> jobNos) {
            database.execute("update job set " + column + " = '" + value + "' where job_no in ("
                    + jobNos.stream().map(jobNo -> "'" + jobNo + "'").collect(Collectors.joining(", ")) + ")");
        }

        @Override
        public boolean lockAwaited() {
            return database.lockAwaited().getAsBoolean();
        }

        @Override
        public void close() {
            database.close();
        }
    }

    /** Where the jobs are the entries themselves. */
    final class InMemory implements Workshop {
        private final InMemoryStore store = new InMemoryStore();

        @Override
        public RerunStore store() {
            return store;
        }

        @Override
        public void insert(List<Job> jobs) {
            store(jobs.stream().map(InMemory::entry).toList());
        }

        private void store(List<ActivityEntry> entries) {
            Set<String> keys = entries.stream().map(ActivityEntry::orderingKey).collect(Collectors.toSet());
            store.transaction(tx -> {
                tx.entries().insert(Jobs.APP, tx.entries().enter(Jobs.APP, keys), entries);
                return true;
            });
        }

        private static ActivityEntry entry(Job job) {
            Map<String, String> columns = new HashMap<>();
            put(columns, "priority", job.priority());
            put(columns, "state", job.state());
            put(columns, "tries", job.tries());
            put(columns, "weight", job.weight());
            put(columns, "touched_at", job.touchedAt());
            put(columns, "urgent", job.urgent());
            put(columns, "ticket", job.ticket());
            return new ActivityEntry(Jobs.APP, job.jobNo(), job.machine(), job.madeAt(), job.madeAt(), "", columns);
        }

        private static void put(Map<String, String> columns, String name, @Nullable Object value) {
            if (value != null) {
                columns.put(name, value.toString());
            }
        }

        @Override
        public void change(String column, String value, List<String> jobNos) {
            Collection<ActivityEntry> before = store.entries(Jobs.APP).stream()
                    .filter(entry -> jobNos.contains(entry.id()))
                    .toList();
            jobNos.forEach(jobNo -> store.removeEntry(Jobs.APP, jobNo));
            store(before.stream().map(entry -> changed(entry, column, value)).toList());
        }

        private static ActivityEntry changed(ActivityEntry entry, String column, String value) {
            Map<String, String> columns = new HashMap<>(entry.columns());
            boolean isKey = column.equals("machine");
            if (!isKey) {
                columns.put(column, value);
            }
            return new ActivityEntry(
                    entry.app(),
                    entry.id(),
                    isKey ? value : entry.orderingKey(),
                    entry.occurredAt(),
                    entry.createdAt(),
                    entry.payload(),
                    columns);
        }

        @Override
        public boolean lockAwaited() {
            return false;
        }

        @Override
        public void close() {}
    }
}

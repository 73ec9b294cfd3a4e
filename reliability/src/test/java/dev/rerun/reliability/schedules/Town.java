package dev.rerun.reliability.schedules;

import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunEngine;
import dev.rerun.core.RerunEngines;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.reliability.harbour.Rows;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/** A database in memory, and two processes that use it: an engine each, with a data source that can be meddled with. */
final class Town implements AutoCloseable {
    static final int ENGINES = 2;
    static final List<String> APPS = List.of("north", "south");

    private static final long SWEEP_PAUSE_NANOS = 20_000_000;

    final TotalFee logic = new TotalFee();
    private final JdbcDataSource database = new JdbcDataSource();
    private final int batch;
    private final UnaryOperator<String> rewriting;
    private final List<Instance> instances = new ArrayList<>();
    private final List<RerunEngine> dead = new ArrayList<>();
    private final Map<Long, String> names = new HashMap<>();
    private final Map<String, List<Long>> runs = new HashMap<>();
    private List<String> abandoned = List.of();

    /** A process, as far as the town is concerned. */
    private record Instance(Meddler meddler, SteppedStream stream, RerunEngine engine) {}

    /** Workers take so many entries at once, and each statement of an engine is sent as it is rewritten. */
    Town(int batch, UnaryOperator<String> rewriting) {
        this.batch = batch;
        this.rewriting = rewriting;
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000");
        JdbcSchema.of(database).createOrUpgrade();
        for (int i = 0; i < ENGINES; i++) {
            instances.add(open());
        }
    }

    private Instance open() {
        Meddler meddler = new Meddler(database, rewriting);
        SteppedStream stream = new SteppedStream();
        RerunEngine engine = RerunEngines.builder().store(JdbcStore.on(meddler.dataSource())).stream(stream)
                .contracts(logic)
                .logic(logic)
                .clock(Clock.fixed(Visit.time(Visit.NOW), ZoneOffset.UTC))
                .retention(Visit.RETENTION)
                .lanes(3)
                .batchSize(batch)
                .workers(1)
                .build();
        return new Instance(meddler, stream, engine);
    }

    DataSource database() {
        return database;
    }

    RerunEngine engine(int number) {
        return instances.get(number).engine();
    }

    Meddler meddler(int number) {
        return instances.get(number).meddler();
    }

    boolean work(int number) {
        return instances.get(number).stream().work();
    }

    /** A process is dead, and another one starts in its place. */
    void replace(int number) {
        dead.add(instances.set(number, open()).engine());
    }

    /** A run that was recorded and not prepared is old enough to be taken for abandoned. */
    void age() {
        abandoned = Rows.texts(database, "select id from rerun where status = 'PREPARING'");
        Rows.update(
                database, "update rerun set created_at = dateadd('minute', -1, created_at) where status = 'PREPARING'");
    }

    /**
     * Waits until some sweeper, which comes once a second, or some start has ended what {@link #age} found. Until then such a run
     * is its app's active one, and whoever is refused for it is told to come again.
     */
    void awaitSwept() {
        while (Rows.texts(database, "select id from rerun where status = 'PREPARING'").stream()
                .anyMatch(abandoned::contains)) {
            LockSupport.parkNanos(SWEEP_PAUSE_NANOS);
        }
    }

    /** Notes which runs were queued since, by their sequence. */
    void learn() {
        for (List<@Nullable String> run : Rows.of(
                database,
                "select a.name, r.id from rerun r join rerun_app a on a.id = r.app_id where r.queued_at is not null"
                        + " order by r.ordinal")) {
            long id = Long.parseLong(String.valueOf(run.get(1)));
            if (!names.containsKey(id)) {
                List<Long> ofApp = runs.computeIfAbsent(String.valueOf(run.get(0)), app -> new ArrayList<>());
                ofApp.add(id);
                names.put(id, "R" + ofApp.size());
            }
        }
    }

    String name(long run) {
        return run == 0 ? AppModel.FIRST : names.getOrDefault(run, "unknown run");
    }

    /** The ID of an app's run, which has been learnt. */
    long run(String app, String name) {
        return runs.getOrDefault(app, List.of()).get(Integer.parseInt(name.substring(1)) - 1);
    }

    /** Says whether the item was there. */
    String changeItem(String change, String app, String item) {
        int changed = Rows.update(
                database,
                change + " where unique_key = '" + item + "' and app_id = (select id from rerun_app where name = '"
                        + app + "')");
        return changed == 1 ? Deed.DONE : Deed.REFUSED;
    }

    void write(String app, Fee fee) {
        RegisterItem item = new RegisterItem(
                TotalFee.REGISTER,
                fee.uniqueKey(),
                fee.key(),
                Visit.time(fee.hour()),
                fee.amount(),
                "EUR",
                BigDecimal.valueOf(fee.units()),
                null,
                null,
                true,
                null,
                null,
                null,
                null);
        JdbcStore.on(database).transaction(tx -> {
            tx.items().insert(app, List.of(item));
            return true;
        });
    }

    @Override
    public void close() {
        instances.forEach(instance -> instance.engine().close());
        dead.forEach(RerunEngine::close);
        Rows.update(database, "shutdown");
    }
}

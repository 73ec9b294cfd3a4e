package dev.rerun.reliability.histories;

import dev.rerun.reliability.harbour.Rows;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;

/** Carries out what happens. */
final class Hands {
    /** The name by which the engines' sessions are told from others. */
    static final String ENGINES = "engines";

    private static final String END_A_SESSION = "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and application_name = '" + ENGINES + "' order by random() limit 1";

    private static final int STEPS = 15;

    private final Host host;
    private final Doings doings;
    private final FaultySource faults;
    private final DataSource database;

    Hands(Host host, FaultySource faults, DataSource database) {
        this.host = host;
        this.doings = new Doings(database);
        this.faults = faults;
        this.database = database;
    }

    void act(Action action) throws SQLException {
        Random random = new Random(action.seed());
        switch (action.kind()) {
            case LIVE -> host.live(random);
            case INVOICE -> invoice(action, random);
            case WRITE -> write(action, random);
            case EDIT -> {
                Crossing crossing = anyBusy(random);
                doings.edit(crossing.app(), anyKey(crossing, random), amount(random));
            }
            case DELETE -> {
                Crossing crossing = anyBusy(random);
                doings.delete(crossing.app(), anyKey(crossing, random));
            }
            case CHANGE_PRICES -> host.prices.post(new PriceList(1 + random.nextInt(PriceList.MOST)));
            case START -> host.start(action.number(), random);
            case RETRY -> host.retry(action.number(), random);
            case PURGE -> host.purge(random);
            case PAUSE -> host.pause(action.number(), random);
            case RESUME -> host.resume(action.number(), random);
            case CANCEL -> host.cancel(action.number(), random);
            case REPLACE_ENGINE -> host.replaceEngine();
            case END_SESSION -> Rows.of(database, END_A_SESSION);
            case CUT -> cut(random);
        }
    }

    private void invoice(Action action, Random random) throws SQLException {
        String app = host.anyApp(random);
        List<String> keys = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            keys.add(anyKey(any(app, random), random));
        }
        doings.invoice("invoice " + action.number(), app, keys);
    }

    private void write(Action action, Random random) throws SQLException {
        doings.write(
                host.anyApp(random),
                "by hand " + action.number(),
                host.world.busyTruck(random),
                World.instant(random),
                amount(random),
                random.nextInt(4));
    }

    private void cut(Random random) {
        int step = random.nextInt(STEPS);
        switch (random.nextInt(3)) {
            case 0 -> faults.cutBeforeStatement(step * 3);
            case 1 -> faults.cutBeforeCommit(step);
            default -> faults.cutAfterCommit(step);
        }
    }

    private Crossing any(String app, Random random) {
        List<Journal.Known> known = host.journal.crossings(app);
        return known.get(random.nextInt(known.size())).crossing();
    }

    private Crossing anyBusy(Random random) {
        String app = host.anyApp(random);
        Crossing crossing = any(app, random);
        while (World.quiet(crossing.truck())) {
            crossing = any(app, random);
        }
        return crossing;
    }

    private static String anyKey(Crossing crossing, Random random) {
        return crossing.id() + (random.nextInt(5) == 0 ? ":extra" : ":toll");
    }

    private static BigDecimal amount(Random random) {
        return BigDecimal.valueOf(random.nextInt(100_000), 2);
    }
}

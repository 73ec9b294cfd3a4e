package dev.rerun.jdbc;

import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.Run;
import dev.rerun.jdbc.Dialect.Column;
import dev.rerun.jdbc.Failures.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Queues failed entries again. They are marked first, and then moved page by page, however many they are. */
final class Requeue {
    private static final int ENTRIES_AT_A_TIME = 1_000;
    private static final int NAMED_IN_MESSAGE = 10;

    private static final String CHOOSE_ALL = "update %s set chosen = true where rerun_id = ?";

    private static final String CHOOSE = """
            update %s set chosen = true where rerun_id = ? and lane = ? and seq = ?
            """;

    /** The list of keys is made first, since not every database looks into a table that it updates. */
    private static final String CHOOSE_HELD = """
            update %1$s set chosen = true
            where rerun_id = ? and held = true and (lane, ordering_key) in (
                select c.lane, c.ordering_key from (
                    select distinct f.lane, f.ordering_key from %1$s f
                    where f.rerun_id = ? and f.chosen = true and f.ordering_key is not null) c)
            """;

    private static final String FIND = """
            select f.lane, f.seq, f.entry_id, f.held
            from %s
            join %s q on q.rerun_id = %s and q.entry_id = k.id
            join %s f on f.rerun_id = q.rerun_id and f.lane = q.lane and f.seq = q.seq
            where f.held = false
            """;

    private static final String FORGET = "delete from %s where rerun_id = ? and chosen = true";

    /** The gate first: some databases have the new end from its assignment on. */
    private static final String EXTEND = """
            update rerun_lane
            set gate_seq = end_seq + ?, end_seq = end_seq + ?, failed = failed - ?, held = held - ?
            where rerun_id = ? and lane = ?
            """;

    private final Session session;
    private final EntryKey key;
    private final Failures failures;
    private final RunOutcomes outcomes;

    Requeue(Session session, Names.View names, EntryTable table, Failures failures) {
        this.session = session;
        this.key = table.key();
        this.failures = failures;
        this.outcomes = new RunOutcomes(session, names, table);
    }

    /** What a lane gets. */
    private static final class Growth {
        private final Lane lane;
        private long failed;
        private long held;

        Growth(Lane lane) {
            this.lane = lane;
        }

        long entries() {
            return failed + held;
        }

        /** The new number of the next entry. */
        long next(Place place) {
            if (place.held()) {
                held++;
            } else {
                failed++;
            }
            return lane.end() + entries();
        }
    }

    private record Move(Place place, long number) {}

    long requeue(Run run, @Nullable Collection<String> entryIds) {
        if (entryIds == null) {
            session.update(CHOOSE_ALL.formatted(failures.table()), parameters -> parameters.number(run.id()));
        } else {
            choose(run, new LinkedHashSet<>(entryIds));
        }
        Map<Integer, Growth> growths = new HashMap<>();
        JdbcLanes.of(session, run.id()).forEach(lane -> growths.put(lane.number(), new Growth(lane)));
        Place last = null;
        while (true) {
            List<Place> page = failures.places(run.id(), "f.chosen = true", last, ENTRIES_AT_A_TIME);
            if (page.isEmpty()) {
                break;
            }
            last = page.get(page.size() - 1);
            List<Move> moves = new ArrayList<>();
            for (Place place : page) {
                Growth growth = growths.get(place.lane());
                if (growth != null) {
                    moves.add(new Move(place, growth.next(place)));
                }
            }
            renumber(run, moves);
            outcomes.forgetFailed(run, page);
        }
        session.update(FORGET.formatted(failures.table()), parameters -> parameters.number(run.id()));
        return extend(run, growths.values());
    }

    private void choose(Run run, Set<String> entryIds) {
        Column id = key.column("id");
        String sql = FIND.formatted(
                session.dialect().keyTable("k", id),
                key.entries(),
                session.dialect().hiddenRun(),
                failures.table());
        List<Place> chosen = new ArrayList<>();
        Set<String> unknown = new LinkedHashSet<>(entryIds);
        for (List<String> chunk : Chunks.of(entryIds)) {
            List<Object> keys = new ArrayList<>();
            for (String entryId : chunk) {
                Object found = key.find(entryId);
                if (found != null) {
                    keys.add(found);
                }
            }
            chosen.addAll(session.list(
                    sql,
                    parameters -> parameters.keys(KeyRows.of(id, keys)).number(run.id()),
                    row -> new Place(row.integer(), row.number(), row.text(), row.flag())));
        }
        chosen.forEach(place -> unknown.remove(place.entryId()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    unknown.stream().limit(NAMED_IN_MESSAGE).toList()
                            + (unknown.size() > NAMED_IN_MESSAGE ? " and others (" + unknown.size() + " in all)" : "")
                            + " are not of entries of rerun " + run.id()
                            + " that failed; name entries of its list of failures that are not merely held");
        }
        session.batch(CHOOSE.formatted(failures.table()), chosen, (parameters, place) -> parameters
                .number(run.id())
                .integer(place.lane())
                .number(place.sequence()));
        session.update(
                CHOOSE_HELD.formatted(failures.table()),
                parameters -> parameters.number(run.id()).number(run.id()));
    }

    private void renumber(Run run, List<Move> moves) {
        Column number = new Column("seq", "bigint");
        Update update = new Update(
                key.entries(),
                List.of(number),
                List.of(new Column("rerun_id", "bigint"), new Column("lane", "integer"), number),
                List.of());
        session.update(update, moves, (parameters, move) -> parameters
                .number(move.number())
                .number(run.id())
                .integer(move.place().lane())
                .number(move.place().sequence()));
    }

    private long extend(Run run, Collection<Growth> growths) {
        List<Growth> grown =
                growths.stream().filter(growth -> growth.entries() > 0).toList();
        session.batch(EXTEND, grown, (parameters, growth) -> parameters
                .number(growth.entries())
                .number(growth.entries())
                .number(growth.failed)
                .number(growth.held)
                .number(run.id())
                .integer(growth.lane.number()));
        return grown.stream().mapToLong(Growth::entries).sum();
    }
}

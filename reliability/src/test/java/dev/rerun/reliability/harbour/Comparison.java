package dev.rerun.reliability.harbour;

import dev.rerun.api.RerunEngine;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What a database says, held against the naive calculation. */
public final class Comparison {
    /** What is otherwise where two processes died that had begun a start; of more than one death it is no sign of anything wrong. */
    public static final String TWO_STARTS_ROLLED_BACK = "not expected: " + Line.of("starts that were rolled back", "2");

    private Comparison() {}

    /** What is otherwise than it must be after a job. */
    public static List<String> differences(DataSource database, RerunEngine engine, Scene scene, Job done) {
        List<String> differences = new ArrayList<>();
        List<String> missing = new ArrayList<>(NaiveHarbour.after(done));
        for (String line : Books.of(database, engine, scene.runs())) {
            if (!missing.remove(line)) {
                differences.add("not expected: " + line);
            }
        }
        missing.forEach(line -> differences.add("missing: " + line));
        if (!done.isBeforeAllRuns()) {
            // Whatever is of no run was there before, with all its columns.
            List<String> rows = new ArrayList<>(Books.untouched(database));
            rows.removeAll(scene.untouched());
            rows.forEach(row -> differences.add("touched: " + row));
        }
        return differences;
    }
}

package dev.rerun.reliability.harbour;

import dev.rerun.api.RerunEngine;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What a database says, held against the naive calculation. */
public final class Comparison {
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
        // Whatever is of no run was there before, with all its columns.
        List<String> rows = new ArrayList<>(Rows.texts(database, Books.UNTOUCHED));
        rows.removeAll(scene.untouched());
        rows.forEach(row -> differences.add("touched: " + row));
        return differences;
    }
}
